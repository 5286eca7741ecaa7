"""EPUB 2 and 3: the reader of one format, beside which others stand."""
