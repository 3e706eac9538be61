"""What is allowed and what is possible: pure, no database, no clock, no Flask."""
