"""Bringing events to where they are wanted: a folder a channel, and what all of them have to mind."""
