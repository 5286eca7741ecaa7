"""Bytes of a PDF -> Book."""
