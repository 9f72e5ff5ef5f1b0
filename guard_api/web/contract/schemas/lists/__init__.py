"""What is said of lists: entries, changes, imports, reports, and what phones keep of them."""
