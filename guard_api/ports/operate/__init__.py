"""What operators need: copies, versions, limits, and how an installation stands."""
