"""Migrations of the tables of `monitoring`."""
