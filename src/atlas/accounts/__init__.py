"""Users and their log-in; `actor` says on whose behalf something is done. Knows no organisations and no cards."""
