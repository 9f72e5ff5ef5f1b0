"""An installation, seen from outside: its files, its disk, its machine, and the server at work on it."""
