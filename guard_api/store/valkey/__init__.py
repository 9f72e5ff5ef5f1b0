"""Timelines, lines and limits in Valkey, which all nodes share."""
