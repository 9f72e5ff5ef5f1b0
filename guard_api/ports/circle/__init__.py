"""What actions need of the circle: links between phones, alarms and what became of them, and their delivery."""
