"""Forms of the Centre's pages."""
