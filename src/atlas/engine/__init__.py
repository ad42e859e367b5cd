"""The engine: session packages in, indicators out. No database; the same packages always give the same bytes."""
