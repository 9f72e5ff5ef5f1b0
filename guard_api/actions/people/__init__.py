"""People who run the console: who they are, how they come in, what they may do."""
