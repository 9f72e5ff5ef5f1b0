"""Files as they may be found: backups, damaged ones, and databases of other versions."""
