"""Commands of `registry`."""
