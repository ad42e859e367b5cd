"""Writes the spreadsheet form of a card from its lines: `form.write_card`."""
