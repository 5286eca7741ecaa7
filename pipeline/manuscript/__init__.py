"""Bytes of a manuscript -> Book."""
