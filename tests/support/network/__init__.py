"""Servers of others, for https and in front of ours."""
