"""Lists in SQL: entries, their history, what phones sync, and what covers what."""
