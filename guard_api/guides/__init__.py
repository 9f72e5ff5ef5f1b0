"""Guides for those who write apps: Markdown that tests hold against the application."""
