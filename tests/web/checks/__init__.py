"""What a phone sends of a call, and what it is told."""
