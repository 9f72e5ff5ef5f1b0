"""The console's screens of lists: entries, imports, subscriptions, and what waits for a second person."""
