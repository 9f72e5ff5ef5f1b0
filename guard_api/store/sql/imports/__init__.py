"""Imports in SQL: what waits, what is staged, and how millions of rows are written."""
