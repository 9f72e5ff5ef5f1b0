"""Backups of a record on PostgreSQL, which has tools of its own for them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NoReturn

from guard_api.errors import StoreUnavailable
from guard_api.ports.operate.backups import Manifest, Restored

_INSTEAD = "the record is on PostgreSQL, which has tools of its own for that: see guides/record.md"


class PostgresBackups:
    """The port `Backups`: there are none, and nobody is told that there were."""

    def write(self, file: Path, now: datetime) -> Manifest:
        """Refuse."""
        self._refuse(file, now)

    def send(self, out: BinaryIO, now: datetime) -> Manifest:
        """Refuse."""
        self._refuse(out, now)

    def restore(self, source: BinaryIO, now: datetime) -> Restored:
        """Refuse."""
        self._refuse(source, now)

    def place(self, folder: Path, now: datetime) -> Path:
        """Refuse."""
        self._refuse(folder, now)

    def _refuse(self, *_: object) -> NoReturn:
        raise StoreUnavailable(_INSTEAD)

    def made(self, folder: Path) -> Sequence[tuple[datetime, Path]]:  # noqa: ARG002 - the port's
        """List none."""
        return ()

    def newest(self, folder: Path, now: datetime) -> datetime | None:  # noqa: ARG002 - the port's
        """Know of none."""
        return None

    def alone(self, folder: Path) -> AbstractContextManager[None]:  # noqa: ARG002 - the port's
        """Wait for nobody."""
        return nullcontext()

    def remove(self, file: Path) -> None:
        """Refuse."""
        self._refuse(file)
