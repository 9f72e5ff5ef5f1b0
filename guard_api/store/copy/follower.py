"""Brings the copy forward: reads what was written on the record since a position, and writes it here.

What comes of lists stays a draft until all of it is there: changes come without their revision, then their entries in
batches that nobody sees, then revisions and position in one transaction. A crash anywhere is a read again.
"""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from guard_api.lists.entry import Match
from guard_api.lists.phoneblock.hashes import key_of
from guard_api.store.copy.freshness import CopyFreshness
from guard_api.store.copy.tables import CopyTables, marks
from guard_api.store.engine import Topic
from guard_api.store.postgres.connections import Raw
from guard_api.store.postgres.positions import FOLLOWED, WHOLE
from guard_api.store.sql.imports.merging import undo
from guard_api.store.sql.lists.expiry import forget_ended, forgotten
from guard_api.store.sql.lists.rows import MATCHES, code
from guard_api.store.sql.reference import REFERENCE_REVISION
from guard_api.store.sqlite.database import Connection, Database, Durability
from guard_api.store.sqlite.policy_mark import PolicyMark

_log = logging.getLogger(__name__)
_AT_ONCE = 5000
"""Rows that are read, and written in one transaction."""
_BRINGS_SECONDS = 300.0
"""How long the record may take over one batch: the first one may be behind a sort of all entries."""
_START = -1
_EXACT = code(Match.EXACT, MATCHES)
_POSITION = "SELECT coalesce(max(value), -1) FROM meta WHERE name = ?"
_NOTE = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_NEWEST = "SELECT topic, seq, pruned FROM feed"
# What is new is little: a plan for any position at all would walk through all rows.
PLANS = "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off; SET LOCAL statement_timeout = 0"
_GONE = "SELECT tab, key FROM gone WHERE topic = %s AND seq > %s"
_PAST = "SELECT revision, at, count, checksum FROM change WHERE revision IS NOT NULL ORDER BY revision DESC LIMIT 1"
_SAME = "SELECT revision, at, count, checksum FROM change WHERE revision = %s"
_IDENTITY = "SELECT value FROM meta WHERE name = 'database_id'"
_HASHES = "SELECT key, number FROM hashed ORDER BY key, number"
_HASH = "INSERT INTO hashed (key, number) VALUES (?, ?) ON CONFLICT DO NOTHING"
_DRAFT_OF = {"revision": None, "count": None, "checksum": None}
_ORDER = {"listed": " ORDER BY number, match, list, began"}


class Follower:
    """The one of a node that follows."""

    def __init__(self, copy: Database, freshness: CopyFreshness) -> None:
        """Follow with `copy`; note in `freshness` how far it is."""
        self._copy = copy
        self._freshness = freshness
        self._tables = CopyTables(copy)
        self._policy_mark = PolicyMark(copy.path)

    def begin(self, record: Raw) -> None:
        """See, with each new connection, whether the record is one that the copy has followed; else begin anew.

        A record goes back where another server takes its place that lacks what was written last.
        """
        if self._is_of_another_past(record):
            _log.warning("the record is not what it was: the copy begins anew")
            self._freshness.confirm(0)
            self._throw_away()
        for topic in Topic:
            self._freshness.note(topic, self._position(topic))
        self._forget()

    def _is_of_another_past(self, record: Raw) -> bool:
        feed = {topic: (seq, pruned) for topic, seq, pruned in record.execute(_NEWEST)}
        positions = {topic: self._position(topic) for topic in Topic}
        if all(position == _START for position in positions.values()):
            return False
        with self._copy.read() as here:
            newest, mine = here.execute(_PAST).fetchone(), here.execute(_IDENTITY).fetchone()
        other = record.execute(_IDENTITY).fetchone() != mine
        other |= newest is not None and record.execute(_SAME, (newest[0],)).fetchone() != newest
        return other or any(
            position > feed[topic][0] or _START < position < feed[topic][1] for topic, position in positions.items()
        )

    def _throw_away(self) -> None:
        with self._copy.write(Durability.FULL) as here:
            for table in (*reversed([*FOLLOWED]), "hashed", *reversed(WHOLE)):
                here.execute(f"DELETE FROM {table}")  # noqa: S608 - constants only

    def follow(self, record: Raw) -> None:
        """Bring the copy to what the record is now, and note when it was looked at."""
        began = time.monotonic_ns()
        for topic, seq, _ in record.execute(_NEWEST).fetchall():
            if seq > self._position(topic):
                self._bring(record, Topic(topic))
        self._freshness.confirm(began)

    def _bring(self, record: Raw, topic: Topic) -> None:
        with _patiently(record), record.transaction():
            record.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            record.execute(PLANS)
            mine = self._position(topic)
            newest = {name: seq for name, seq, _ in record.execute(_NEWEST)}[topic]
            gone = record.execute(_GONE, (topic, mine)).fetchall()
            if topic is Topic.LISTS:
                self._bring_lists(record, mine, newest, gone)
            else:
                self._bring_rows(record, topic, mine, newest, gone)
        self._freshness.note(topic, newest)

    def _bring_rows(self, record: Raw, topic: Topic, mine: int, newest: int, gone: Sequence[Any]) -> None:
        """Bring rows that count as they come, the older ones first where they refer to each other."""
        with self._copy.write(Durability.NORMAL) as here:
            self._take_away(here, gone)
        for table in _tables_of(topic):
            for rows in self._batches(record, table, topic, mine):
                with self._copy.write(Durability.NORMAL) as here:
                    self._put(here, table, rows)
        with self._copy.write(Durability.NORMAL) as here:
            here.execute(_NOTE, (_name(topic), newest))

    def _bring_lists(self, record: Raw, mine: int, newest: int, gone: Sequence[Any]) -> None:
        changes = [row for rows in self._batches(record, "change", Topic.LISTS, mine) for row in rows]
        meta = [row for rows in self._batches(record, "meta", Topic.LISTS, mine) for row in rows]
        policy = [row for rows in self._batches(record, "policy", Topic.LISTS, mine) for row in rows]
        batches = self._batches(record, "listed", Topic.LISTS, mine)
        rows = next(batches, [])
        if len(rows) == _AT_ONCE:
            self._put_drafts(changes)
            self._put_unseen(rows, batches, begins=mine == _START)
            rows = []
        if mine == _START:
            self._put_hashes(record)
        for change in (key[0] for tab, key in gone if tab == "change"):
            undo(self._copy, change)
        whole = self._whole(record, mine, meta)
        with self._copy.write(Durability.FULL) as here:
            self._take_away(here, [row for row in gone if row[0] != "change"])
            self._put_listed(here, rows)
            self._put(here, "change", changes)
            self._put(here, "policy", policy)
            self._put(here, "meta", meta)
            self._put_whole(here, whole)
            here.execute(_NOTE, (_name(Topic.LISTS), newest))
        if policy or mine == _START:
            self._have_policy_read()
        self._forget()

    def _have_policy_read(self) -> None:
        """Have all processes of the node read the policy at once; without the mark, they do within a second."""
        with suppress(OSError):
            self._policy_mark.renew()

    def _put_whole(self, here: Connection, whole: Mapping[str, Sequence[Any]]) -> None:
        for table in reversed([*whole]):
            here.execute(f"DELETE FROM {table}")  # noqa: S608 - constants only
        for table, content in whole.items():
            self._put(here, table, content)

    def _put_drafts(self, changes: Sequence[Sequence[Any]]) -> None:
        columns = self._tables.columns["change"]
        drafts = [[_DRAFT_OF.get(name, value) for name, value in zip(columns, row, strict=True)] for row in changes]
        sql = f"INSERT INTO change ({', '.join(columns)}) VALUES ({marks(columns)}) ON CONFLICT DO NOTHING"  # noqa: S608 - constants only
        with self._copy.write(Durability.NORMAL) as here:
            here.executemany(sql, drafts)

    def _put_unseen(self, rows: Sequence[Any], batches: Iterator[Sequence[Any]], *, begins: bool) -> None:
        with self._copy.bulk() as checkpoint:
            while rows:
                with self._copy.write(Durability.NORMAL) as here:
                    if begins:
                        self._put(here, "listed", rows)
                    else:
                        self._put_listed(here, rows)
                checkpoint()
                rows = next(batches, [])

    def _put_hashes(self, record: Raw) -> None:
        """Bring the hashes of all numbers at once, in their own order: one by one they would meet them in none."""
        with self._copy.bulk() as checkpoint, record.cursor(name="hashes") as cursor:
            cursor.execute(_HASHES)
            while rows := cursor.fetchmany(_AT_ONCE):
                with self._copy.write(Durability.NORMAL) as here:
                    here.executemany(_HASH, rows)
                checkpoint()

    def _put_listed(self, here: Connection, rows: Sequence[Any]) -> None:
        self._put(here, "listed", rows)
        at, match = (self._tables.columns["listed"].index(name) for name in ("number", "match"))
        here.executemany(_HASH, sorted((key_of(row[at]), row[at]) for row in rows if row[match] == _EXACT))

    def _whole(self, record: Raw, mine: int, meta: Sequence[Any]) -> Mapping[str, Sequence[Any]]:
        """Read the tables that are always written as one, where they were."""
        if mine != _START and not any(row[0] == REFERENCE_REVISION for row in meta):
            return {}
        reads = {table: f"SELECT {', '.join(self._tables.columns[table])} FROM {table}" for table in WHOLE}  # noqa: S608 - constants only
        return {table: record.execute(sql).fetchall() for table, sql in reads.items()}

    def _take_away(self, here: Connection, gone: Sequence[Any]) -> None:
        for table in reversed([*FOLLOWED]):
            keys = [key for tab, key in gone if tab == table]
            where = " AND ".join(f"{column} = ?" for column in FOLLOWED[table].key)
            if keys:
                here.executemany(f"DELETE FROM {table} WHERE {where}", keys)  # noqa: S608 - constants only

    def _put(self, here: Connection, table: str, rows: Sequence[Any]) -> None:
        here.executemany(self._tables.puts[table], rows)

    def _batches(self, record: Raw, table: str, topic: Topic, mine: int) -> Iterator[Sequence[Any]]:
        """Read what was written of a table behind a position."""
        columns = ", ".join(self._tables.columns[table])
        order = _ORDER.get(table, "") if mine == _START else ""
        sql = f"SELECT {columns} FROM {table} r WHERE seq > %s AND {FOLLOWED[table].topic} = %s{order}"  # noqa: S608 - constants only
        with record.cursor(name=f"{table}_{topic}") as cursor:
            cursor.execute(sql, (mine, topic))
            while rows := cursor.fetchmany(_AT_ONCE):
                yield rows

    def _forget(self) -> None:
        """Forget the history that the record has forgotten."""
        with self._copy.read() as here:
            revision = forgotten(here)
        while revision and forget_ended(self._copy, revision):
            pass

    def _position(self, topic: str) -> int:
        with self._copy.read() as here:
            position: int = here.execute(_POSITION, (_name(topic),)).fetchone()[0]
        return position


@contextmanager
def _patiently(record: Raw) -> Iterator[None]:
    patience, record.patience = record.patience, _BRINGS_SECONDS
    yield
    record.patience = patience


def _name(topic: str) -> str:
    """Name the row of `meta` with the position of a topic; the record has none of that name."""
    return f"copied_{topic}"


def _tables_of(topic: Topic) -> Sequence[str]:
    return [table for table, one in FOLLOWED.items() if topic in one.topic]
