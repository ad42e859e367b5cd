"""Migrations of the tables of `instruments`."""
