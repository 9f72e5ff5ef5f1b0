"""What admins and phones do with lists: edit, import, search, follow, publish."""
