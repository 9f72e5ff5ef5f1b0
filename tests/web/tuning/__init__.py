"""Why somebody was warned, and what is changed so that the next one is or is not."""
