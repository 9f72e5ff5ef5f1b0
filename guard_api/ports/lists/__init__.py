"""What actions need of the lists: entries and their history, and what time, phones and other apps want of them."""
