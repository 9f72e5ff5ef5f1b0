"""Rooms of screens, a module each."""
