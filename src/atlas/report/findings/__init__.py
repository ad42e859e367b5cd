"""The sentences of the first page: kinds of findings, each with its weight, and the choice among them."""
