"""Audio bytes <-> samples."""
