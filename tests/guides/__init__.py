"""What the README and the guides say is what the code does."""
