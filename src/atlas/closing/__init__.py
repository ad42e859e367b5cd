"""Closing and correcting a session: use cases that run across cards, archive and results."""
