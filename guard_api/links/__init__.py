"""Pure: text to links, and links to facts."""
