"""Changes of cards: one verb-first function each."""
