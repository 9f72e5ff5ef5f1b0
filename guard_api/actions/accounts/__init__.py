"""Keys, and the codes with which phones enrol."""
