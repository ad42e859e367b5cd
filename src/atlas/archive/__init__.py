"""Sealed packages of closed sessions: kept as files, known by their hash; importing one makes its session."""
