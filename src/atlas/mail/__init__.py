"""The outbox: a letter is a row of the transaction that causes it; a worker sends it later and tries again."""
