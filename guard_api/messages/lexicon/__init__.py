"""Pure: the words of messages and what they stand for. Words are data, in TOML."""
