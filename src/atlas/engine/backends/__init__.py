"""Where the scans run: DuckDB by default, Spark when outgrown. The expressions are the same."""
