"""The pages of participants, readers and, until the back office is there, the Centre's first page."""
