"""The tables of the copy as they are: their columns, and how rows are put there."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from guard_api.store.postgres.positions import FOLLOWED, WHOLE
from guard_api.store.sqlite.database import Database


class CopyTables:
    """What the copy has of the record."""

    def __init__(self, copy: Database) -> None:
        """Look when it is asked: the copy may not be made yet."""
        self._copy = copy

    @cached_property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The columns of each table."""
        with self._copy.read() as here:
            return {
                table: [name for (name,) in here.execute("SELECT name FROM pragma_table_info(?)", (table,))]
                for table in (*FOLLOWED, *WHOLE)
            }

    @cached_property
    def puts(self) -> Mapping[str, str]:
        """What puts a row into each table, over one with the same key."""
        with self._copy.read() as here:
            keys = {
                table: [k for (k,) in here.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0", (table,))]
                for table in self.columns
            }
        return {table: _upsert(table, columns, keys[table]) for table, columns in self.columns.items()}


def marks(columns: Sequence[str]) -> str:
    """Return a question mark for each column."""
    return ", ".join("?" * len(columns))


def _upsert(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    sets = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)}) "  # noqa: S608 - constants only
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sets}"
    )
