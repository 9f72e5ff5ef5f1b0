"""Recorded timelines, judged again: exactly as they were, or by another policy."""
