"""Pure: what stands on the lists, how rows are written, and what a phone needs to follow the changes."""
