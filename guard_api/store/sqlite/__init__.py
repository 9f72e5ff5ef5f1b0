"""SQLite: connections, transactions, tables, and the files beside the database."""
