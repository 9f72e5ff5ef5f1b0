"""Android apps: what they are for, and whose they are."""
