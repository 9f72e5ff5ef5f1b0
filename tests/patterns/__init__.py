"""Stories that patterns are held to, a fraud beside its harmless twin, and what each pattern owes its reader."""
