"""Screens of the lists: entries, what was done to them, and what phones report."""
