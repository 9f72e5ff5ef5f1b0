"""Databases as earlier versions left them, and as later ones might."""

import re
from contextlib import closing
from pathlib import Path

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

FIXTURES = Path(__file__).parents[2] / "store" / "fixtures"
"""Each was filled by the program of its time: entries added, imported, removed and taken back, reports, keys."""
RELEASED = {"tables-6": 6, "tables-7": 7, "tables-8": 8, "tables-11": 11}
"""What each version of the tables is called, and its number."""


def made_by(name: str, database: Path) -> str:
    """Make a database that an earlier version left, in use until just now; gives the key of a phone in there."""
    script = (FIXTURES / f"{name}.sql").read_text("utf-8")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.executescript(script)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    database.chmod(0o600)
    found = re.search(r"key: (\S+)", script)
    assert found is not None
    return found[1]


def made_later(database: Path, version: int = 99) -> None:
    """Have a database be as a later version might have left it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE meta ADD COLUMN later TEXT")
        connection.execute(f"PRAGMA user_version = {version}")


def contents_of(folder: Path) -> dict[str, bytes]:
    """Read every file in a folder, locks included."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
