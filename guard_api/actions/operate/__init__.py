"""Wishes of whoever runs the server."""
