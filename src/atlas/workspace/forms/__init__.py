"""Forms: what people type, read and checked once."""
