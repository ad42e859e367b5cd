"""The Centre's letters to participants: their fields and words, whom they go to, how far they are."""
