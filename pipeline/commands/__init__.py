"""One module per verb: read, then pure stages, then write."""
