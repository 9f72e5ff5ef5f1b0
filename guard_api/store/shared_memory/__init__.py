"""What the workers of one server share: what is left of quotas, and what is counted."""
