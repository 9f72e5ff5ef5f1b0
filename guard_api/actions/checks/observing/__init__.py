"""What a phone sent becomes observations."""
