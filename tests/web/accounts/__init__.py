"""Who gets in, with which key, and what a key opens."""
