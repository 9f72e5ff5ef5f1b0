"""The circle in SQL: links by consent, alarms, and what is to be delivered."""
