"""What actions need of people who run the console."""
