"""Views of the Centre's pages."""
