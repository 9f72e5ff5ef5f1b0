"""Pure: what a message asks somebody to do."""
