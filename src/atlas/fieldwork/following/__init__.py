"""Following a session: how many of the cards that were asked for were handed over, where, and until which day."""
