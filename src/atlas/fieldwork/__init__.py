"""What surrounds collecting: so far obstacles that keep a participant from handing over a card, and who is told."""
