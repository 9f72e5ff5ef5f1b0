"""Backups: whole files or none, made while the server is at work, and put back."""
