"""Migrations of the tables of `closing`."""
