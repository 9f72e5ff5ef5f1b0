"""What is owed by everything that keeps the lists."""
