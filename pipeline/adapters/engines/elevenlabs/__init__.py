"""The ElevenLabs API: what it offers, what is sent to it, what comes back, and what it has on the account."""
