"""What is dialled, reported and remembered of the line -> signals."""
