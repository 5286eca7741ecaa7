"""Written text -> changes that make it speakable."""
