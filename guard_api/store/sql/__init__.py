"""Lists, keys, reports and imports in SQL."""
