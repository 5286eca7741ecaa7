"""Book -> script files -> lines."""
