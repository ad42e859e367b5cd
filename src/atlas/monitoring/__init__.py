"""Monitoring sessions: their life, the gminas they cover, and who is invited to file which card."""
