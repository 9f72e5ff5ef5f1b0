"""What phones send, and what they are answered."""
