"""What was said against what was written: words heard in takes -> findings worth a producer's ears."""
