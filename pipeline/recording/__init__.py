"""Lines -> requests; the choice of takes."""
