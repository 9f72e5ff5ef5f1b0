"""What is owed by everything that keeps keys, reports, lines and timelines."""
