"""Changes that close a session: asking for it, sealing its package, letting it go on when closing failed."""
