"""One file for each thing that somebody can ask of the guard: gather, decide, apply."""
