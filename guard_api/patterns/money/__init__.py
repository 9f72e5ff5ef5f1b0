"""What is done with money while somebody talks."""
