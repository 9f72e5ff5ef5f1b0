"""The lists at the command line."""
