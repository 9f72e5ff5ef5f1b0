"""The lists from the command line."""
