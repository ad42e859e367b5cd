"""Commands of `archive`."""
