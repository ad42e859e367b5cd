"""The figures of closed sessions: the only caller of the engine's run; what it found is kept in tables and files."""
