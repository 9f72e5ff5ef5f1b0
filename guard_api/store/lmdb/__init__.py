"""Timelines in LMDB."""
