"""Registers: territories with their validity, participants (organisations, institutions), and who represents them."""
