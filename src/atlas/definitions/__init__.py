"""Definitions as data: card templates, indicators, catalogues, and the formula language that joins them."""
