"""Tags of the Centre's pages."""
