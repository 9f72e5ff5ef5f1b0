"""Screens of lists that come in as a whole: files, and what is fetched from the web."""
