"""How fast it is, and whether that lasts: `make bench`. Ratios taken in one run, never a test."""
