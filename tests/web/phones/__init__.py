"""What a phone keeps of the lists, and how it is forgotten."""
