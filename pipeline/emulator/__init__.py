"""A local stand-in for the ElevenLabs API."""
