"""Entries, changes, imports and reports, as every face shows them."""
