"""Changes of the registers: territories, participants, the people who represent them, requests to join."""
