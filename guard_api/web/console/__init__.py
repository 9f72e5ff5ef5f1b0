"""The console: server-rendered pages with which admins run the lists in a browser."""
