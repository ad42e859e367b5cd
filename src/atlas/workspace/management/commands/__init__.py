"""Commands of `workspace`."""
