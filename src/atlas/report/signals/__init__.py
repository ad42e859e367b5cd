"""Signals that deserve attention: rules, each with its evidence and what one might ask next."""
