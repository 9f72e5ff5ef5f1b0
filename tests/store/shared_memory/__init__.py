"""What all processes of a server share: counts and budgets."""
