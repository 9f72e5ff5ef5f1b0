"""How settings are read: files of them, their texts, and the addresses of services."""
