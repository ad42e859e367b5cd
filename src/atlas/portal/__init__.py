"""The public portal. So far its pictures and documents, whose tables must be ours from the first migration."""
