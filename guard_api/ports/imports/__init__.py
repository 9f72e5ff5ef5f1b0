"""What actions need of imports: what waits, the jobs that bring it in, and how many entries are written at once."""
