"""What actions need of phones: their keys and reports, their timelines and lines, and what of them is forgotten."""
