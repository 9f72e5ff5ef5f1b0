"""Operators back the database up, and put a backup in its place; a server backs up by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from guard_api.ports import Services
from guard_api.ports.operate.backups import Manifest, Restored
from guard_api.ports.operate.migrations import Migration


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup in a folder, and how many older ones were removed."""

    file: Path
    manifest: Manifest
    removed: int


def back_up(services: Services, file: Path) -> Manifest:
    """Make a backup, which takes the place of `file` when it is whole. Raises StoreUnavailable."""
    return services.backups.write(file, services.clock())


def send_backup(services: Services, out: BinaryIO) -> Manifest:
    """Make a backup and write it to `out`. Raises StoreUnavailable."""
    return services.backups.send(out, services.clock())


def back_up_to(services: Services, folder: Path, keep: int | None) -> BackedUp:
    """Make a backup in a folder, then remove all but the newest `keep` ones. Raises StoreUnavailable."""
    now = services.clock()
    file = services.backups.place(folder, now)
    manifest = services.backups.write(file, now)
    others = [one for _, one in services.backups.made(folder) if one != file]
    old = others[: max(0, len(others) - (keep - 1))] if keep is not None else []
    for one in old:
        services.backups.remove(one)
    return BackedUp(file, manifest, len(old))


def back_up_if_due(services: Services, folder: Path, every: timedelta, keep: int | None) -> BackedUp | None:
    """Make a backup in a folder unless the newest one is young enough; who comes meanwhile waits, and finds it so.

    Raises StoreUnavailable.
    """
    with services.backups.alone(folder):
        return back_up_to(services, folder, keep) if is_due(services, folder, every) else None


def last_backup(services: Services, folder: Path) -> datetime | None:
    """Return when the newest backup in a folder was made, None: there is none. Raises StoreUnavailable."""
    return services.backups.newest(folder, services.clock())


def is_due(services: Services, folder: Path, every: timedelta) -> bool:
    """Whether the newest backup in a folder is old enough for another one. Raises StoreUnavailable."""
    last = last_backup(services, folder)
    return last is None or services.clock() - last >= every


def back_up_when_due(services: Services) -> None:
    """Have a backup made where the settings say so and the time has come. Raises StoreUnavailable."""
    plan = services.backup_plan
    if plan is not None and is_due(services, plan.folder, plan.every):
        services.backup_runner.start(plan)


def restore(services: Services, source: BinaryIO) -> Restored:
    """Put a backup in the place of the database; nothing is changed before all of it is proved.

    Raises BadBackup, StoreUnavailable.
    """
    return services.backups.restore(source, services.clock())


def pending_migrations(services: Services) -> Sequence[Migration]:
    """List what the database has yet to see, and touch nothing. Raises StoreUnavailable."""
    return services.migrations.pending()


def migrate(services: Services) -> Sequence[Migration]:
    """Bring the database forward; returns what was done. Raises StoreUnavailable."""
    return services.migrations.apply(services.clock())
