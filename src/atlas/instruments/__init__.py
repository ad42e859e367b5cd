"""Versions of what is asked and computed: card templates, indicators, pairs and catalogues, each version whole."""
