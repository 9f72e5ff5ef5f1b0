"""Backups: made while servers write, proved, and brought back."""
