"""What phones ask: gather what was told, judge it, and write it down."""
