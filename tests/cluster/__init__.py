"""Several servers on real engines."""
