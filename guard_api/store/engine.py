"""What the shared SQL asks of an engine, SQLite or PostgreSQL: connections, transactions, and whose turn it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol


class Durability(StrEnum):
    """What a committed transaction survives."""

    FULL = "FULL"
    """A power cut: what admins and reporters were told is saved."""
    NORMAL = "NORMAL"
    """A power cut, but for what was written last: imports that are not done."""


class Topic(StrEnum):
    """Whom a transaction keeps waiting that writes: those who write of the same, where the engine can tell them apart.

    Who writes of lists may write of the others, too, but not the other way round.
    """

    LISTS = "lists"
    KEYS = "keys"
    REPORTS = "reports"


class Connection(Protocol):
    """A connection, with the SQL that both engines understand."""

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = (), /) -> Any:  # noqa: ANN401 - a cursor
        """Run a statement; gives a cursor."""
        ...

    def executemany(self, sql: str, rows: Iterable[Any], /) -> Any:  # noqa: ANN401 - a cursor
        """Run a statement for each row."""
        ...


class Database(Protocol):
    """A database, safe for several threads and processes. Every failure is StoreUnavailable."""

    @property
    def path(self) -> Path:
        """The name that files beside the database begin with."""
        ...

    @property
    def node(self) -> str:
        """What tells this machine from others that use the database; nothing where there are no others."""
        ...

    @property
    def has_traces(self) -> bool:
        """Whether what was to be forgotten may still be there."""
        ...

    def read(self) -> AbstractContextManager[Connection]:
        """Give a connection for reading."""
        ...

    def write(self, durability: Durability, topic: Topic = Topic.LISTS, /) -> AbstractContextManager[Connection]:
        """Give a connection inside a write transaction that commits at the end."""
        ...

    def bulk(self) -> AbstractContextManager[Callable[[], None]]:
        """Let this thread write much, and call what is given between transactions."""
        ...

    def attached(self, file: Path) -> AbstractContextManager[Connection]:
        """Give the connection that this thread writes with, which sees the tables of an import's file, too."""
        ...

    def turn(self, work: str, *, wait: bool) -> AbstractContextManager[bool]:
        """Take the right to do some work; False when another process has it. Death gives it back."""
        ...

    def leave_no_traces(self) -> bool:
        """Overwrite what was deleted; False while somebody reads what was before: to be tried again."""
        ...

    def reclaim(self) -> bool:
        """Give some room back that nobody needs; says whether there is more."""
        ...

    def rebuild(self) -> None:
        """Write everything anew, without free room."""
        ...

    def close(self) -> None:
        """Close what is open."""
        ...
