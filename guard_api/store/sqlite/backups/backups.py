"""Backups: copies by SQLite's own hand, whatever is written meanwhile, and the way back into the database's place."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # pysqlite3 where it is installed

from guard_api.errors import StoreUnavailable
from guard_api.ports.imports.jobs import Jobs
from guard_api.ports.operate.backups import Manifest, Restored
from guard_api.store.sqlite.backups.copies import Contents, check_whole, has_acts, leave_log
from guard_api.store.sqlite.backups.file import FORMAT, add_manifest, digest_of, draft, give_to_owner, rename
from guard_api.store.sqlite.backups.names import backup_name, backups_in, newest_backup
from guard_api.store.sqlite.backups.restoring import restore
from guard_api.store.sqlite.database import Connection, Database, Durability
from guard_api.store.sqlite.in_use import recover
from guard_api.store.sqlite.schema.migrating import columns_in, look, note_in_use, version_of
from guard_api.store.sqlite.transactions import translated
from guard_api.version import program_version

_LEFT_OUT = ("timeline", "timeline_begun")
"""Tables of earlier versions with what phones told within two hours."""


class SqliteBackups:
    """The port `Backups` on SQLite's online backup."""

    def __init__(self, database: Database, jobs: Jobs, contents: Contents) -> None:
        """Look at nothing yet."""
        self._database = database
        self._jobs = jobs
        self._contents = contents

    def write(self, file: Path, now: datetime) -> Manifest:
        """Fill a draft beside the file, and give it the file's name."""
        if file.resolve() in {
            Path(f"{self._database.path.resolve()}{end}") for end in ("", "-wal", "-shm", "-journal")
        }:
            raise StoreUnavailable("that is the database itself")
        part = file.with_name(f"{file.name}.part")
        with translated(), draft(part) as made:
            manifest = self._fill(part, made, now)
            give_to_owner(made, file.parent)
            rename(part, file)
        return manifest

    def send(self, out: BinaryIO, now: datetime) -> Manifest:
        """Fill a draft beside the database, and send what is in it."""
        part = Path(f"{self._database.path}.sent.part")
        with translated(), draft(part) as made:
            manifest = self._fill(part, made, now)
            made.seek(0)
            shutil.copyfileobj(made, out)
            out.flush()
        return manifest

    def _fill(self, part: Path, made: BinaryIO, now: datetime) -> Manifest:
        if not look(self._database.path, self._database.wait_seconds).version:
            raise StoreUnavailable("there is no database")
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            recover(self._database)
            self._copy_into(copy)
            version = version_of(copy)
            leave_log(copy)
            note_in_use(copy, in_use=False)
            for table in {table for table, _ in columns_in(copy)}.intersection(_LEFT_OUT):
                copy.execute("PRAGMA secure_delete = ON")
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant
            check_whole(copy)
            proof, identity = self._contents.proof(copy, acts=has_acts(copy)), self._contents.identity(copy)
        size = part.stat().st_size
        digest = digest_of(made, size)
        manifest = Manifest(FORMAT, program_version(), version, now, identity, size, digest, proof)
        add_manifest(made, manifest)
        return manifest

    def _copy_into(self, copy: Connection) -> None:
        """Copy in one step: in several it would begin anew whenever somebody writes. Writers do not wait for it."""
        try:
            self._database.connection(Durability.NORMAL).backup(copy)
        except sqlite3.OperationalError as error:  # without SQLite's name for it
            raise StoreUnavailable(str(error)) from error

    def made(self, folder: Path) -> Sequence[tuple[datetime, Path]]:
        """Go by the names, which say when."""
        with translated():
            return backups_in(folder, self._database.path)

    def newest(self, folder: Path, now: datetime) -> datetime | None:
        """Go by the names, too."""
        with translated():
            return newest_backup(folder, self._database.path, now)

    @contextmanager
    def alone(self, folder: Path) -> Iterator[None]:
        """Lock the folder itself, where its file system has locks."""
        with translated():
            _make(folder)
            descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def place(self, folder: Path, now: datetime) -> Path:
        """Name a file for the second."""
        with translated():
            _make(folder)
        return folder / backup_name(self._database.path, now)

    def remove(self, file: Path) -> None:
        """Remove a file."""
        with translated():
            file.unlink(missing_ok=True)

    def restore(self, source: BinaryIO, now: datetime) -> Restored:
        """Prepare a draft beside the database, prove it, and put it in its place."""
        return restore(self._database, self._jobs, self._contents, source, now)


def _make(folder: Path) -> None:
    """Make a folder for our eyes only."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)  # whatever the umask has left of it
