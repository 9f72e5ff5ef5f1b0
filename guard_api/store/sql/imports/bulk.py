"""Whole files on their way onto a list, and changes on their way back: in batches that nobody sees before the last."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from guard_api.errors import StoreUnavailable
from guard_api.lists.change import ChangeKind
from guard_api.lists.entry import Entry, EntryKey
from guard_api.lists.files.rows import Row
from guard_api.lists.rules import check_replacement
from guard_api.ports.imports.imports import Import, ImportCounts, ImportState, Mode
from guard_api.store.clock import to_micros
from guard_api.store.engine import Connection, Database, Durability
from guard_api.store.sql.imports import leaving
from guard_api.store.sql.imports.jobs import counts_of
from guard_api.store.sql.imports.merging import Batch, Span, batches, compare, merge, refuse_allowed_rows
from guard_api.store.sql.imports.staging import staged
from guard_api.store.sql.imports.uploads import sorted_rows, uploads_beside
from guard_api.store.sql.lists.changes import START, revertible, take_back, take_back_added, touched
from guard_api.store.sql.lists.coverage import Place
from guard_api.store.sql.lists.number_keys import spans
from guard_api.store.sql.lists.rows import COLUMNS, MATCHES, Draft, code, entry_of

_MOST_ERRORS = 10_000
"""Rejected rows of one import that are kept with line and reason."""
_CHECKPOINT = 8
"""Batches after which what was written goes from the log into the file."""
_TAKEN_BACK = 500
"""Entries that a revert takes back in one transaction, a few milliseconds."""
_READ = 5000
"""Entries that are read at once where nobody waits for them."""

_BEGUN = "UPDATE import SET change_id = ? WHERE id = ?"
_DONE = """UPDATE import SET state = ?, finished_at = ?, rows = ?, added = ?, updated = ?, removed = ?, unchanged = ?,
             rejected = ? WHERE id = ? AND state = 'running' """
_UNNEEDED = "DELETE FROM change WHERE id = ?"
_ERROR = "INSERT INTO import_error (import_id, line, reason) VALUES (?, ?, ?)"
_RETURNING = f"""SELECT {COLUMNS} FROM listed
                 WHERE ended = ? AND (number, match) > (?, ?)
                 ORDER BY number, match LIMIT {_READ}"""  # noqa: S608 - constants only


class SqlBulkLoading:
    """The port `BulkLoading` on SQLite."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def bring(self, job: Import, rows: Iterable[Row], now: datetime) -> "_Load":
        """Give what brings rows onto a list."""
        return _Bringing(self._database, job, rows, now)

    def returning(self, job: Import) -> Iterator[Entry]:
        """Read what the change of a job has ended, page by page."""
        after = START
        while True:
            with self._database.read() as connection:
                _, change_id = revertible(connection, _reverted(job))
                entries = [entry_of(row) for row in connection.execute(_RETURNING, (change_id, *after))]
            yield from entries
            if len(entries) < _READ:
                return
            after = entries[-1].number, code(entries[-1].match, MATCHES)

    def take_back(self, job: Import, refused: Collection[EntryKey], now: datetime) -> "_Load":
        """Give what takes a change back."""
        return _TakingBack(self._database, job, refused, now)


class _Load:
    """The port `BulkLoad` on SQLite. What it has written stays invisible until it is published."""

    def __init__(self, database: Database, job: Import, now: datetime) -> None:
        """Begin nothing yet."""
        self._database = database
        self._job = job
        self._author = replace(job.order.author, at=now)
        self._tally = ImportCounts()
        self._errors: list[tuple[str, int, str]] = []
        self._draft: Draft | None = None

    def batches(self) -> Generator[ImportCounts, None, None]:
        """Write batch by batch."""
        raise NotImplementedError

    def publish(self, now: datetime) -> ImportCounts:
        """Publish the change and say that it is done, in one small transaction."""
        draft = self._draft
        with self._database.write(Durability.FULL) as connection:
            if draft is not None and draft.changed:
                replace(draft, connection=connection).publish()
            elif draft is not None:
                connection.execute(_UNNEEDED, (draft.id,))
            connection.executemany(_ERROR, self._errors)
            values = ImportState.DONE, to_micros(now), *counts_of(self._tally), self._job.id
            if not connection.execute(_DONE, values).rowcount:
                raise StoreUnavailable("another process has taken this import for abandoned")
        return self._tally

    def _begin(self, what: ChangeKind) -> Draft:
        order = self._job.order
        with self._database.write(Durability.NORMAL) as connection:
            self._draft = Draft.begin(connection, what, self._author, order.list, order.reverts)
            connection.execute(_BEGUN, (self._draft.id, self._job.id))
        return self._draft


class _Bringing(_Load):
    """Rows: sorted in a file of their own, and then brought over."""

    def __init__(self, database: Database, job: Import, rows: Iterable[Row], now: datetime) -> None:
        """Begin nothing yet."""
        super().__init__(database, job, now)
        self._rows = rows
        self._taken = 0
        """Rows that were neither rejected nor repeated."""
        self._file = sorted_rows(uploads_beside(database.path), job.id)

    def batches(self) -> Generator[ImportCounts, None, None]:
        """Read all rows, and bring them over; a dry run only compares."""
        order = self._job.order
        draft = None if order.dry_run else self._begin(ChangeKind.IMPORT)
        with staged(self._file, self._rows, self._reject) as count, self._database.attached(self._file) as connection:
            if order.mode is not Mode.REMOVE:
                for line, reason in refuse_allowed_rows(connection, order.list, self._author.at):
                    self._reject(line, reason)
            if order.mode is Mode.REPLACE:
                check_replacement(has_rows=leaving.has_rows(connection))
            with self._database.bulk() as checkpoint:
                for done, _ in enumerate(self._steps(connection, draft), 1):
                    yield self._tally
                    if done % _CHECKPOINT == 0:
                        checkpoint()
                if draft is not None and draft.added:
                    self._key(connection, checkpoint)
        tally = self._tally
        repeated = count - tally.rejected - self._taken
        self._tally = replace(tally, rows=count, unchanged=tally.unchanged + repeated)

    def _steps(self, connection: Connection, draft: Draft | None) -> Iterator[None]:
        """Do what the job is to do, batch by batch."""
        order = self._job.order
        for span in batches(connection):
            if order.mode is Mode.REMOVE:
                self._remove(connection, draft, span)
            else:
                self._count(self._one(connection, draft, span))
            yield
        for places in leaving.unnamed(connection, order.list, order.defaults.source) if order.replaces else ():
            self._tally = replace(self._tally, removed=self._tally.removed + self._leave(draft, places))
            yield

    def _remove(self, connection: Connection, draft: Draft | None, span: Span) -> None:
        if draft is None:
            rows, there = leaving.named(connection, self._job.order.list, span)
        else:
            with self._database.write(Durability.NORMAL):
                rows, there = leaving.remove_named(draft, span)
        tally = self._tally
        self._taken += rows
        self._tally = replace(tally, removed=tally.removed + there, unchanged=tally.unchanged + rows - there)

    def _leave(self, draft: Draft | None, places: list[Place]) -> int:
        if draft is None:
            return len(places)
        with self._database.write(Durability.NORMAL):
            return leaving.remove_unnamed(draft, self._job.order.defaults.source, places)

    def _reject(self, line: int, reason: str) -> None:
        if self._tally.rejected < _MOST_ERRORS:
            self._errors.append((self._job.id, line, reason))
        self._tally = replace(self._tally, rejected=self._tally.rejected + 1)

    def _one(self, connection: Connection, draft: Draft | None, span: Span) -> Batch:
        if draft is None:
            return compare(connection, self._job.order.list, span, self._author.at)
        with self._database.write(Durability.NORMAL):
            return merge(draft, span)

    def _key(self, connection: Connection, checkpoint: Callable[[], None]) -> None:
        for done, (bring, span) in enumerate(spans(connection), 1):
            with self._database.write(Durability.NORMAL):
                connection.execute(bring, span)
            if done % _CHECKPOINT == 0:
                checkpoint()

    def _count(self, batch: Batch) -> None:
        tally = self._tally
        self._taken += batch.rows
        self._tally = replace(
            tally,
            added=tally.added + batch.rows - batch.there,
            updated=tally.updated + batch.there - batch.same,
            unchanged=tally.unchanged + batch.same,
        )


class _TakingBack(_Load):
    """A change: taken back entry by entry, but for what was changed since."""

    def __init__(self, database: Database, job: Import, refused: Collection[EntryKey], now: datetime) -> None:
        """Begin nothing yet."""
        super().__init__(database, job, now)
        self._refused = refused

    def batches(self) -> Generator[ImportCounts, None, None]:
        """Take some entries back at a time."""
        draft, after = self._begin(ChangeKind.REVERT), START
        with self._database.bulk() as checkpoint:
            while places := self._some(draft, after):
                after = places[-1]
                yield self._tally
                if self._tally.rows % (_CHECKPOINT * _TAKEN_BACK) == 0:
                    checkpoint()

    def _some(self, draft: Draft, after: Place) -> list[Place]:
        with self._database.write(Durability.NORMAL) as connection:
            # Asked each time: what was before the change may be forgotten meanwhile.
            _, change_id = revertible(connection, _reverted(self._job))
            places = touched(connection, [change_id], after, _TAKEN_BACK)
            gone = take_back_added(draft, change_id, after, places[-1]) if places else set()
            for place in places:
                if place not in gone:
                    take_back(draft, change_id, self._refused, place)
        counts = draft.added, draft.updated, draft.removed, draft.skipped
        self._tally = ImportCounts(self._tally.rows + len(places), *counts)
        return places


def _reverted(job: Import) -> int:
    """Give the revision that a job takes back; such as there is none of, where it takes none back."""
    return job.order.reverts or 0
