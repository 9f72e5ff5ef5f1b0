"""What is owed by everything that keeps files and jobs."""
