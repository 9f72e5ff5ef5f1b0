"""Keys that were revoked, in a file of their own: for when the database cannot tell any more.

Workers remember keys that they have seen, so that phones are answered while the database is down. Such a key must not
open anything that was revoked before.
"""

import os
import re
from pathlib import Path

_ID = re.compile(rb"[0-9a-f]{12}\Z")


class RevokedKeys:
    """The ids of keys that were revoked since the server's start, one a line."""

    def __init__(self, path: Path) -> None:
        """Read nothing yet."""
        self._path = path
        self._known: frozenset[str] = frozenset()

    def add(self, key_id: str) -> None:
        """Write an id down. Raises OSError."""
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, f"{key_id}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def ids(self) -> frozenset[str]:
        """List what was ever read here: a file that is gone or garbage by now takes nothing back."""
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError:
            lines = []
        self._known |= {line.decode() for line in lines if _ID.match(line)}
        return self._known

    def clear(self) -> None:
        """Begin anew. Only where no worker is at work that remembers keys."""
        self._path.unlink(missing_ok=True)


def revoked_keys(database: Path) -> RevokedKeys:
    """Give those of a database, whose file lies beside it."""
    return RevokedKeys(Path(f"{database}.revoked"))
