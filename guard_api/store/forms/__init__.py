"""The forms in which timelines and lines are kept, whatever keeps them."""
