"""Commands of `closing`."""
