"""The kernel: TERYT codes, Polish numbers, errors, languages, hashing and safe writing. Knows nothing above it."""
