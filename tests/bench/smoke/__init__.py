"""Every program works from end to end; how fast anything is, nothing here asserts."""
