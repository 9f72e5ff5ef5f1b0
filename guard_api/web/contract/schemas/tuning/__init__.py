"""Why checks were answered as they were, and by which policy."""
