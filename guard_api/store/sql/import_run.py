"""One import on its way onto a list: read, sorted, brought over in batches, and published."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from guard_api.lists.change import ChangeKind
from guard_api.lists.files.rows import Row
from guard_api.ports.imports import Import, ImportCounts, ImportState, Progress
from guard_api.ports.lists import Clock, EntryGuard
from guard_api.store.clock import to_micros
from guard_api.store.sql import number_hashes as hashed
from guard_api.store.sql.changes import START, changed_at, revertible, take_back, take_back_added, touched
from guard_api.store.sql.coverage import Place
from guard_api.store.sql.merging import Batch, Span, batches, compare, merge, refuse_allowed_rows
from guard_api.store.sql.rows import Draft
from guard_api.store.sql.staging import staged
from guard_api.store.sqlite.database import Connection, Database, Durability

_MOST_ERRORS = 1000
"""Rejected rows of one import that are kept with line and reason."""
_CHECKPOINT = 8
"""Batches after which what was written goes from the log into the file."""
_TAKEN_BACK = 500
"""Entries that a revert takes back in one transaction, a few milliseconds."""
_TELL_SECONDS = 0.25
"""How often it is noted how far an import is."""

_BEGUN = "UPDATE import SET change_id = ? WHERE id = ?"
_TALLY = "rows = ?, added = ?, updated = ?, removed = ?, unchanged = ?, rejected = ?"
_TOLD = f"UPDATE import SET {_TALLY} WHERE id = ?"  # noqa: S608 - constants only
_DONE = f"UPDATE import SET state = ?, finished_at = ?, {_TALLY} WHERE id = ?"  # noqa: S608 - constants only
_UNNEEDED = "DELETE FROM change WHERE id = ?"
_ERROR = "INSERT INTO import_error (import_id, line, reason) VALUES (?, ?, ?)"


class ImportRun:
    """One run of one import. What it has written stays invisible if it fails, and is for the caller to undo."""

    def __init__(self, database: Database, job: Import, staging: Path, clock: Clock, progress: Progress) -> None:
        """Begin nothing yet."""
        self._database = database
        self._job = job
        self._staging = staging
        self._clock = clock
        self._author = replace(job.order.author, at=clock())
        self._progress = progress
        self._tally = ImportCounts()
        self._errors: list[tuple[str, int, str]] = []
        self._told_at = 0.0
        self.change_id: int | None = None

    def bring(self, rows: Iterable[Row]) -> None:
        """Bring rows onto the list; a dry run only counts."""
        order = self._job.order
        draft = None if order.dry_run else self._begin(ChangeKind.IMPORT)
        with (
            staged(self._staging, self._counted(rows), self._reject) as count,
            self._database.attached(self._staging) as connection,
        ):
            for line, reason in refuse_allowed_rows(connection, order.list, self._author.at):
                self._reject(line, reason)
            with self._database.bulk() as checkpoint:
                for done, span in enumerate(batches(connection), 1):
                    self._count(self._one(connection, draft, span))
                    if done % _CHECKPOINT == 0:
                        checkpoint()
                if draft is not None and draft.changed:
                    self._hash(connection, checkpoint)
        tally = self._tally
        repeated = count - tally.rejected - tally.added - tally.updated - tally.unchanged
        self._finish(draft, replace(tally, rows=count, unchanged=tally.unchanged + repeated))

    def take_back(self, revision: int, refuses: EntryGuard) -> None:
        """Take a change back, but for what was changed since."""
        draft, after = self._begin(ChangeKind.REVERT), START
        with self._database.bulk() as checkpoint:
            while places := self._some_back(draft, revision, refuses, after):
                after = places[-1]
                if self._tally.rows % (_CHECKPOINT * _TAKEN_BACK) == 0:
                    checkpoint()
        self._finish(draft, self._tally)

    def _some_back(self, draft: Draft, revision: int, refuses: EntryGuard, after: Place) -> list[Place]:
        with self._database.write(Durability.NORMAL) as connection:
            # Asked each time: what was before the change may be forgotten meanwhile.
            _, change_id = revertible(connection, revision)
            places = touched(connection, [change_id], after, _TAKEN_BACK)
            gone = take_back_added(draft, change_id, after, places[-1]) if places else set()
            left = [place for place in places if place not in gone]
            diffs = (changed_at(connection, change_id, draft.list, place) for place in left)
            refused = {one.key for one in diffs if one.before is not None and refuses(one.before)}
            for place in left:
                take_back(draft, change_id, refused, place)
        self._tell(
            ImportCounts(self._tally.rows + len(places), draft.added, draft.updated, draft.removed, draft.skipped)
        )
        return places

    def _begin(self, what: ChangeKind) -> Draft:
        order = self._job.order
        with self._database.write(Durability.NORMAL) as connection:
            draft = Draft.begin(connection, what, self._author, order.list, order.reverts)
            connection.execute(_BEGUN, (draft.id, self._job.id))
        self.change_id = draft.id
        return draft

    def _counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        for count, row in enumerate(rows, 1):
            if count % 10_000 == 0:
                self._tell(replace(self._tally, rows=count))
            yield row

    def _reject(self, line: int, reason: str) -> None:
        if self._tally.rejected < _MOST_ERRORS:
            self._errors.append((self._job.id, line, reason))
        self._tally = replace(self._tally, rejected=self._tally.rejected + 1)

    def _one(self, connection: Connection, draft: Draft | None, span: Span) -> Batch:
        if draft is None:
            return compare(connection, self._job.order.list, span, self._author.at)
        with self._database.write(Durability.NORMAL):
            return merge(draft, span)

    def _hash(self, connection: Connection, checkpoint: Callable[[], None]) -> None:
        for done, span in enumerate(hashed.spans(connection), 1):
            with self._database.write(Durability.NORMAL):
                hashed.bring(connection, span)
            if done % _CHECKPOINT == 0:
                checkpoint()

    def _count(self, batch: Batch) -> None:
        tally = self._tally
        self._tell(
            replace(
                tally,
                added=tally.added + batch.rows - batch.there,
                updated=tally.updated + batch.there - batch.same,
                unchanged=tally.unchanged + batch.same,
            )
        )

    def _tell(self, tally: ImportCounts) -> None:
        self._tally = tally
        if time.monotonic() - self._told_at < _TELL_SECONDS:
            return
        self._told_at = time.monotonic()
        with self._database.write(Durability.NORMAL) as connection:
            connection.execute(_TOLD, (*_row(tally), self._job.id))
        self._progress(tally)

    def _finish(self, draft: Draft | None, tally: ImportCounts) -> None:
        """Publish the change and say that it is done, in one small transaction."""
        with self._database.write(Durability.FULL) as connection:
            if draft is not None and draft.changed:
                replace(draft, connection=connection).publish()
            elif draft is not None:
                connection.execute(_UNNEEDED, (draft.id,))
            connection.executemany(_ERROR, self._errors)
            done = ImportState.DONE, to_micros(self._clock()), *_row(tally), self._job.id
            connection.execute(_DONE, done)
        self._progress(tally)


def _row(tally: ImportCounts) -> tuple[int, ...]:
    return tally.rows, tally.added, tally.updated, tally.removed, tally.unchanged, tally.rejected
