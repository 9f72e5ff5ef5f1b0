"""Whole lists as files: every form that is read, row by row, and every form that is written."""
