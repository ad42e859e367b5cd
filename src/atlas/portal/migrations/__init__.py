"""Migrations of the tables of `portal`."""
