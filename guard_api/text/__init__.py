"""Pure: the one place that undoes disguise of writing."""
