"""The circle: who helps is told of an alarm, over data."""
