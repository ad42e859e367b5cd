"""Forms of the Centre's pages: what analysts type, read and checked once."""
