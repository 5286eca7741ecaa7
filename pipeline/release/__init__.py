"""Mastered chapters -> plans of the files to write."""
