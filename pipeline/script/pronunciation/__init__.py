"""Pronunciation lexicons as files, phonemes as symbols: reading, writing, checking, converting."""
