"""Files of others, fetched from the web."""
