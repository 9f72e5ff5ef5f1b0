"""What helps in the situation that a check finds, and what goes first."""
