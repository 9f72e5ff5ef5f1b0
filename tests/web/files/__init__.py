"""Whole lists over HTTP: imported, exported, subscribed to."""
