"""Who calls, and who he says to be."""
