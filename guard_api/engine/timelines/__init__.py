"""What is kept of all that a phone tells, and what is still known of what is not."""
