"""The log of what was done by whom: only ever added to, in the same transaction as the change. Knows no other app."""
