"""What operators do at a terminal: copies, faults, what is too old, what stands around the server."""
