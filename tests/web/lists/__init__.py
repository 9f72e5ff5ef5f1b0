"""The lists over HTTP, entry by entry: added, edited, searched, looked up, taken back."""
