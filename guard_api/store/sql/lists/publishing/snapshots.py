"""The snapshot file: brought forward by what has changed, and made anew only when there is none to begin with."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from guard_api.lists.delta import Cursor
from guard_api.lists.entry import ListName, Subject
from guard_api.lists.snapshot import Snapshot
from guard_api.store.engine import Database
from guard_api.store.sql.lists.publishing.sync import SqlSync
from guard_api.store.sql.lists.rows import LISTS, code, newest_revision
from guard_api.store.sqlite.private_files import private
from guard_api.store.sqlite.transactions import translated

_PAGE = 5000
_DEARER = 4
"""How many times more it costs to bring an entry forward than to write it anew."""
_LISTS = tuple(code(target, LISTS) for target in Subject.NUMBER.lists)
_WORK = f"""SELECT coalesce(sum(added + updated + removed), 0),
                  (SELECT coalesce(sum(added - removed), 0) FROM change WHERE revision IS NOT NULL AND list IN {_LISTS})
           FROM change WHERE revision > ? AND list IN {_LISTS}"""  # noqa: S608 - constants only


class SqlSnapshots:
    """The port `Snapshots`: one file beside the database, for all workers, named for its version."""

    def __init__(self, database: Database, sync: SqlSync) -> None:
        """Make the file with the first look."""
        self._database = database
        self._sync = sync

    def version(self) -> str:
        """Give the version that `current` would have."""
        with self._database.read() as connection:
            return f"{self._sync.start(ListName.BLOCK).database:x}-{newest_revision(connection)}"

    def current(self) -> tuple[str, BinaryIO]:
        """Give the version of the file and the file, brought forward if need be."""
        with translated(), self._turn():
            version = self.version()
            file = Path(f"{self._database.path}.snapshot-{version}")
            if not file.exists():
                self._make(file)
            return version, file.open("rb")

    def _make(self, file: Path) -> None:
        older = list(file.parent.glob(f"{self._database.path.name}.snapshot-*"))
        snapshot = Snapshot()
        for path in older:
            with suppress(ValueError), path.open("rb") as stored:
                snapshot = self._usable(Snapshot.read(stored))
        for target in Subject.NUMBER.lists:
            self._bring_forward(snapshot, snapshot.cursor(target) or self._sync.start(target))
        draft = Path(f"{self._database.path}.snapshot.new")
        with open(draft, "wb", opener=private) as made:
            os.fchmod(made.fileno(), 0o600)  # a draft of before may lie there
            snapshot.write(made)
            made.flush()
            os.fsync(made.fileno())
        draft.replace(file)
        for path in older:
            path.unlink(missing_ok=True)

    def _usable(self, snapshot: Snapshot) -> Snapshot:
        """Give a snapshot that is of this database's past, and not so old that a new one is made sooner."""
        cursors = [snapshot.cursor(target) for target in Subject.NUMBER.lists]
        known = all(cursor is not None and self._sync.newest(cursor) is not None for cursor in cursors)
        since = min((cursor.base for cursor in cursors if cursor is not None), default=0)
        with self._database.read() as connection:
            touched, listed = connection.execute(_WORK, (since,)).fetchone()
        return snapshot if known and touched * _DEARER < listed else Snapshot()

    def _bring_forward(self, snapshot: Snapshot, cursor: Cursor) -> None:
        while True:
            page = self._sync.page(cursor, _PAGE)
            snapshot.apply(page)
            cursor = page.next
            if page.complete:
                return

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one process at a time make the file."""
        descriptor = os.open(f"{self._database.path}.snapshot.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
