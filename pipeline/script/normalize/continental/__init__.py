"""German, French, Spanish, Italian: what they share in writing numbers, and a module of data for each."""
