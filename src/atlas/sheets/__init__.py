"""Spreadsheet cards: written from the templates, read back, put together into a session package."""
