"""How phones come to their keys."""
