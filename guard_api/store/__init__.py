"""The only room with SQL: one SQLite file, through sqlite-utils."""
