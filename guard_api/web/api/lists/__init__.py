"""Routes around lists: entries, imports, subscriptions, and what phones keep of them."""
