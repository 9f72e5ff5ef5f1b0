"""Requests as they come and responses as they go: what every route has in common."""
