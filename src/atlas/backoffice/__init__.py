"""The Monitoring Centre's pages: planning, following, verifying and closing a session, its results, jobs, registers."""
