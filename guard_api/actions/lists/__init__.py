"""What admins and phones do with lists: look up, edit, search, follow, publish."""
