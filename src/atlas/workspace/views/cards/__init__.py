"""Pages of one card."""
