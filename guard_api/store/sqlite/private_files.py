"""Files that hold what people have told are for our eyes only, whatever the umask says."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_OURS = 0o600
_EVERYBODYS = stat.S_IRWXO
"""What nobody grants on purpose: a group may be meant to read along."""


def keep_private(database: Path) -> None:
    """Make the database's file before SQLite does, which gives what lies beside it the same rights.

    What an earlier version has left open to everybody is closed. A file that is there is not even opened: to close it
    again would take SQLite's locks from it. Raises OSError.
    """
    with suppress(FileExistsError):
        os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OURS))
    for file in (database, *(Path(f"{database}-{name}") for name in ("wal", "shm")), *_snapshots(database)):
        with suppress(FileNotFoundError):
            status = file.stat()
            if status.st_mode & _EVERYBODYS and stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid():
                file.chmod(_OURS)


def _snapshots(database: Path) -> Iterable[Path]:
    return database.parent.glob(f"{database.name}.snapshot*")


def private(path: str, flags: int) -> int:
    """Open a file for `open(..., opener=private)`."""
    return os.open(path, flags | os.O_CLOEXEC, _OURS)
