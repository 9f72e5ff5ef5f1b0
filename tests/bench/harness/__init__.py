"""The harness: servers that are started in turn, what they are asked, and how they are timed."""
