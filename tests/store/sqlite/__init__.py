"""One SQLite file: made, brought forward, shared by processes, and for its owner alone."""
