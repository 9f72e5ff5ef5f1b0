"""Imports: one change or none, whatever happens meanwhile."""
