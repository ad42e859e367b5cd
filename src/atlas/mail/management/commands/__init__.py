"""Commands of `mail`."""
