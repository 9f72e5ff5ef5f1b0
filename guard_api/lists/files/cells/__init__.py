"""What the cells of a table say, in whichever words and forms people write it."""
