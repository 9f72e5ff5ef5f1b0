"""The files of a database and the disk that they lie on. Nothing is opened: a look must not disturb a server."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from guard_api.ports.operate.state import Files
from guard_api.store.lmdb.timelines import timelines_beside
from guard_api.store.sqlite.backups.names import newest_backup

_SNAPSHOT = re.compile(r"\.snapshot-[0-9a-f]+-(?P<revision>[0-9]+)\Z")


def files_of(database: Path, backup_to: Path | None, now: datetime) -> Files:
    """Measure the files of a database; what is not there, or cannot be looked at, is None."""
    snapshot = _newest(beside(database, ".snapshot-*"))
    revision = _SNAPSHOT.search(snapshot[1].name) if snapshot is not None else None
    free, size = disk_of(database)
    return Files(
        database_bytes=_bytes_of(database),
        log_bytes=_bytes_of(Path(f"{database}-wal")),
        timelines_bytes=_bytes_of(timelines_beside(database)[0]),
        disk_free=free,
        disk_size=size,
        snapshot_at=snapshot[0] if snapshot is not None else None,
        snapshot_revision=int(revision["revision"]) if revision is not None else None,
        backup_at=last_backup(backup_to, database, now),
    )


def last_backup(folder: Path | None, database: Path, now: datetime) -> datetime | None:
    """Return when the newest backup in a folder was made, None where there is none, or one may not look."""
    with suppress(OSError):
        return newest_backup(folder, database, now) if folder is not None else None
    return None


def beside(database: Path, ending: str = "*") -> Iterable[Path]:
    """Yield the files whose names begin as the database's, and end so."""
    with suppress(OSError):
        yield from sorted(database.parent.glob(escape(database.name) + ending))


def disk_of(database: Path) -> tuple[int | None, int | None]:
    """Return how many bytes are free for us where a database lies, or is to lie, and how many there are."""
    folder = database.absolute().parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        disk = os.statvfs(folder)
    except OSError:
        return None, None
    return disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize


def _newest(paths: Iterable[Path]) -> tuple[datetime, Path] | None:
    times = []
    for path in paths:
        with suppress(OSError):
            times.append((datetime.fromtimestamp(path.stat().st_mtime, UTC), path))
    return max(times, default=None)


def _bytes_of(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except OSError:
        return None
