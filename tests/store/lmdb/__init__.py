"""What phones told, in files of LMDB: kept, purged, and begun anew where nobody can read it."""
