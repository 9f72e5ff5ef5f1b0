"""What operators type: what is wrong here, and what is too old."""
