"""The API described, from the routes themselves."""
