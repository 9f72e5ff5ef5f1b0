"""The copy: what a node answers phones from, in a SQLite file that follows the record. It may be lost at any time."""
