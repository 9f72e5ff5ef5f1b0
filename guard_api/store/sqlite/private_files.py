"""Files that hold what people have told are for our eyes only, whatever the umask says."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from glob import escape
from pathlib import Path

_OURS = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""A group is not meant to read along either: who is to read the database is given a copy of it."""
PASSING = ("-wal", "-shm")
"""What SQLite makes and takes away, and gives to the owner of the database."""
LASTING = (
    *(".gate", ".lock", ".serving", ".upkeep", ".machine", ".revoked", ".proxies", ".policy", ".backtests"),
    *(".imports", ".imports/*", ".snapshot[-.]*", ".timelines-*", ".lines.*"),
    *(".replaced-*", ".sent.part", ".restored.part"),
)
"""What else lies beside a database, as patterns."""


def parts_of(database: Path, endings: Iterable[str] = LASTING) -> list[Path]:
    """List the files of a database, as far as one may look."""
    beside = (part for ending in endings for part in database.parent.glob(escape(database.name) + ending))
    return [path for path in (database, *sorted(beside)) if path.exists()]


def keep_private(database: Path) -> None:
    """Make the database's file before SQLite does, which gives what lies beside it the same rights.

    What an earlier version, or somebody, has left open to others is closed. A file that is there is not even opened: to
    close it again would take SQLite's locks from it. Raises OSError.
    """
    with suppress(FileExistsError):
        os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OURS))
    for file in parts_of(database, (*PASSING, *LASTING)):
        with suppress(FileNotFoundError):
            status = file.stat()
            if _is_open(status) and status.st_uid == os.geteuid():
                file.chmod(stat.S_IMODE(status.st_mode) & ~_OTHERS)


def open_to_others(database: Path) -> list[Path]:
    """List the files of a database that others may read or write, and that belong to somebody else."""
    found = []
    for file in parts_of(database, (*PASSING, *LASTING)):
        with suppress(FileNotFoundError):
            if _is_open(file.stat()):
                found.append(file)
    return found


def _is_open(status: os.stat_result) -> bool:
    kind = status.st_mode
    return bool(kind & _OTHERS) and (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


def private(path: str, flags: int) -> int:
    """Open a file for `open(..., opener=private)`."""
    return os.open(path, flags | os.O_CLOEXEC, _OURS)
