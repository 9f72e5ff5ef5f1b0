"""The routes of version 1, for phones and admins."""
