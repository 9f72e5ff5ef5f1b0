"""Lists as files: rows in, rows out."""
