"""Entries found: by conditions, in an order, and counted."""
