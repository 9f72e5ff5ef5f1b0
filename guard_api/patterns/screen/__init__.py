"""Who sees the screen, and what is open on it."""
