"""People who run the console, in SQL."""
