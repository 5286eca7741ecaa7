"""One module per voice engine."""
