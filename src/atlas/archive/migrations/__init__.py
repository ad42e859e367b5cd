"""Migrations of the tables of `archive`."""
