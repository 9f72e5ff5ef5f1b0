"""The port `Installation`: everything that can be seen of one from outside."""

import os
import pwd
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from guard_api.ports.operate.backups import BackupPlan
from guard_api.ports.operate.installation import BackupFacts, Facts, FileFacts, OwnedFile, ValkeyFacts
from guard_api.store.installation.database import examined
from guard_api.store.installation.files import beside, disk_of, last_backup
from guard_api.store.installation.machine import machine_of
from guard_api.store.installation.server import server_of
from guard_api.store.sqlite.forwarders import ForwardersFile


class InstallationOnDisk:
    """The port `Installation`, for the database of some settings and the server that has the same."""

    def __init__(
        self,
        database: Path,
        host: str,
        port: int,
        plan: BackupPlan | None,
        valkey: Callable[[], ValkeyFacts | None] = lambda: None,
    ) -> None:
        """Look at nothing yet; `valkey` looks at what is none of this machine."""
        self._valkey = valkey
        self._database = database
        self._host = host
        self._port = port
        self._plan = plan

    def facts(self, now: datetime) -> Facts:
        """Look at the server first: what it does meanwhile must not pass for a fault."""
        server = server_of(self._database, self._host, self._port)
        return Facts(
            database=examined(self._database),
            files=_files(self._database),
            server=server,
            machine=machine_of(server.pid),
            backup=self._backups(now),
            forwarders=ForwardersFile(self._database).addresses(),
            valkey=self._valkey(),
        )

    def _backups(self, now: datetime) -> BackupFacts:
        if self._plan is None:
            return BackupFacts(None)
        folder = self._plan.folder
        newest = last_backup(folder, self._database, now)
        # Path's own raises where it may not look.
        return BackupFacts(folder, exists=os.path.isdir(folder), newest=newest, every=self._plan.every)  # noqa: PTH112


def _files(database: Path) -> FileFacts:
    owned = [found for path in beside(database) if (found := _owned(path)) is not None]
    sizes, times = {}, {}
    for path in (database, Path(f"{database}-wal")):
        with suppress(OSError):
            status = path.stat()
            sizes[path], times[path] = status.st_size, datetime.fromtimestamp(status.st_mtime, UTC)
    log = Path(f"{database}-wal")
    return FileFacts(
        folder=_owned(database.absolute().parent),
        owned=owned,
        database_bytes=sizes.get(database),
        database_at=times.get(database),
        log_bytes=sizes.get(log),
        log_at=times.get(log),
        has_journal=Path(f"{database}-journal").exists(),
        disk_free=disk_of(database)[0],
    )


def _owned(path: Path) -> OwnedFile | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return OwnedFile(path, _name_of(status.st_uid), status.st_mode)


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
