"""A backup comes into the place of a database: all of it, proved, or nothing is changed."""

import itertools
import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from glob import escape
from pathlib import Path
from typing import BinaryIO

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # pysqlite3 where it is installed

from guard_api.errors import BadBackup, StoreUnavailable
from guard_api.ports.imports.jobs import Jobs, Work
from guard_api.ports.operate.backups import Manifest, Restored
from guard_api.store.sqlite.backups.copies import Contents, check_whole, has_acts, leave_log
from guard_api.store.sqlite.backups.file import draft, flush_folder, give_to_owner, rename, take_manifest_off
from guard_api.store.sqlite.connections import open_locks
from guard_api.store.sqlite.database import Connection, Database
from guard_api.store.sqlite.revoked import revoked_keys
from guard_api.store.sqlite.schema.migrating import columns_in, migrate, reading_only, tables_at, version_of
from guard_api.store.sqlite.servers_at_work import none_at_work
from guard_api.store.sqlite.transactions import acquire, reason_of, translated

_log = logging.getLogger(__name__)
_CODE = "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1"
_LOGS = ("-wal", "-journal")
"""What SQLite would take for a part of whatever database lies beside it."""
_LEFT_BEHIND = (".timelines-*", ".snapshot-*", ".revoked")
"""What belongs to the database that was there, and is made anew or read by now."""


def restore(database: Database, jobs: Jobs, contents: Contents, source: BinaryIO, now: datetime) -> Restored:
    """Put what a backup holds in the place of a database. Raises BadBackup, StoreUnavailable."""
    path = database.path
    part = Path(f"{path}.restored.part")
    with translated():
        path.parent.mkdir(parents=True, exist_ok=True)
        with none_at_work(path), _no_import(jobs), draft(part) as file:
            shutil.copyfileobj(source, file)
            manifest = take_manifest_off(file)
            file.flush()
            revoked, unread = _revoked_since(path, contents)
            migrated, again = _prepare(part, manifest, contents, revoked, now)
            give_to_owner(file, path if path.exists() else path.parent)
            os.fsync(file.fileno())
            with _no_writer(path, database.wait_seconds):
                put_away = _swap(part, path, now)
        _tidy(path)
    return Restored(manifest, migrated, again, unread, put_away)


@contextmanager
def _no_import(jobs: Jobs) -> Iterator[None]:
    with jobs.turn(Work.IMPORTS, wait=False) as mine:
        if not mine:
            raise StoreUnavailable("an import is running: wait until it is done")
        yield


@contextmanager
def _no_writer(path: Path, wait_seconds: float) -> Iterator[None]:
    locks = open_locks(path)
    try:
        for lock in locks:
            acquire(lock, time.monotonic() + wait_seconds)
        yield
    finally:
        for lock in locks:
            os.close(lock)


def _revoked_since(path: Path, contents: Contents) -> tuple[frozenset[str], str]:
    """List keys that are revoked in the database that is there, and say why that cannot be read, where it cannot."""
    noted = revoked_keys(path).ids()
    if not path.exists() or not path.stat().st_size:
        return noted, ""
    try:
        with closing(reading_only(path, 1)) as connection:
            return noted | contents.revoked(connection), ""
    except sqlite3.Error as error:
        return noted, reason_of(error)


def _prepare(
    part: Path, manifest: Manifest, contents: Contents, revoked: Iterable[str], now: datetime
) -> tuple[list[str], int]:
    """Make a database of what is in a backup, and prove that it is all there."""
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("PRAGMA trusted_schema = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            leave_log(copy)
            _check_ours(copy, manifest)
            copy.execute("BEGIN IMMEDIATE")
            migrated = [one.name for one in migrate(copy, now)]
            again = contents.set_right(copy, revoked, now)
            copy.execute("COMMIT")
            check_whole(copy)
            _check_same(copy, manifest, contents)
            copy.execute("PRAGMA journal_mode = WAL").fetchone()
    except (sqlite3.DatabaseError, StoreUnavailable, KeyError, ValueError, TypeError) as error:
        if getattr(error, "sqlite_errorname", "") in _OF_THIS_MACHINE:
            raise
        raise BadBackup(f"it cannot be used: {reason_of(error)}") from error
    return migrated, again


_OF_THIS_MACHINE = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_CANTOPEN", "SQLITE_READONLY")
"""Errors that no backup is to blame for."""


def _check_ours(copy: Connection, manifest: Manifest) -> None:
    check_whole(copy)
    if version_of(copy) != manifest.schema or not columns_in(copy) >= tables_at(manifest.schema):
        raise BadBackup("it is no backup of guard_api: it has other tables")
    if copy.execute(_CODE).fetchone() is not None:
        raise BadBackup("it holds triggers or views, which no guard_api makes")


def _check_same(copy: Connection, manifest: Manifest, contents: Contents) -> None:
    """Hold what has come back against the manifest, list by list."""
    now, then = contents.proof(copy, acts=has_acts(copy)), manifest.proof
    for name, one in then.lists.items():
        if now.lists.get(name) != one:
            raise BadBackup(f"the list {name} does not add up to its checksum")
    if (now.revision, now.changes, now.acts, now.audit) != (then.revision, then.changes, then.acts, then.audit):
        raise BadBackup("the audit trail does not add up to its checksum")


def _swap(part: Path, path: Path, now: datetime) -> Path | None:
    """Put the database and its log away, both under one name, and the draft in their place.

    The database stays under its own name, too, until the draft takes it; its log must not be there any more then.
    """
    away = _free_name(path, now)
    logs = [end for end in _LOGS if Path(f"{path}{end}").exists()]
    was_there = path.exists()
    try:
        if was_there:
            _also_named(path, away)
        for end in logs:
            Path(f"{path}{end}").rename(f"{away}{end}")
        flush_folder(path.parent)
        rename(part, path)
    except BaseException:
        _swap_back(path, away, logs)
        raise
    Path(f"{path}-shm").unlink(missing_ok=True)
    return away if was_there or logs else None


def _swap_back(path: Path, away: Path, logs: Sequence[str]) -> None:
    for end in logs:
        with suppress(FileNotFoundError):
            Path(f"{away}{end}").rename(f"{path}{end}")
    with suppress(FileNotFoundError):
        if path.exists():
            away.unlink()
        else:
            away.rename(path)


def _also_named(path: Path, name: Path) -> None:
    try:
        name.hardlink_to(path)
    except OSError:  # file systems without links
        path.rename(name)


def _free_name(path: Path, now: datetime) -> Path:
    stem = f"{path}.replaced-{now:%Y%m%dT%H%M%SZ}"
    names = itertools.chain([stem], (f"{stem}-{count}" for count in itertools.count(2)))
    return next(Path(name) for name in names if not any(Path(f"{name}{end}").exists() for end in ("", *_LOGS)))


def _tidy(path: Path) -> None:
    for end in _LEFT_BEHIND:
        for file in path.parent.glob(escape(path.name) + end):
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                _log.warning("%s is still there: %s", file.name, reason_of(error))
