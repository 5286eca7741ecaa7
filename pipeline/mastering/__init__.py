"""Takes -> mastered chapter."""
