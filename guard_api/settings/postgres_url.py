"""Where a record on PostgreSQL is."""


class PostgresUrl(str):
    """The address of a record on PostgreSQL. There may be a password in it: what is said of it leaves that out."""

    __slots__ = ()

    def __str__(self) -> str:
        """Name the servers and the database."""
        address = self.partition("://")[2].rpartition("@")[2]
        return f"postgresql://{address.partition('?')[0]}"

    __repr__ = __str__
