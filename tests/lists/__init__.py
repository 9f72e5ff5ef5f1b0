"""The rules of the lists, of values alone."""
