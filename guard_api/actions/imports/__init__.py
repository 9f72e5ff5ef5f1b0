"""Whole lists come in: sent or fetched, looked at, queued, carried out and taken back."""
