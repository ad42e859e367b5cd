"""Cards: what participants answer, as a document with versions; saving, submitting, withdrawing. Decision 0014."""
