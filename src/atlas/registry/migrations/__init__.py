"""Migrations of the tables of `registry`."""
