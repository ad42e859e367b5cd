"""Tools for those who work on the product: they are not installed with it."""
