"""Screens of those who use the console: how they come in, and who they are."""
