"""The command line: parse, call, say what happened. No rules here."""
