"""What a database holds, read row by row to prove a copy; and what is set right in a copy that takes its place."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from msgspec import json

from guard_api.lists.change import MODULUS, as_hex, entry_sum
from guard_api.ports.imports.imports import ImportState
from guard_api.ports.operate.backups import ListProof, Proof
from guard_api.store.clock import to_micros
from guard_api.store.engine import Connection
from guard_api.store.sql.circle.leaving import leave_circle
from guard_api.store.sql.lists.rows import CATEGORIES, IS_CURRENT, LISTS, MATCHES, newest_revision

_SECOND = 1_000_000
_ENTRIES = f"SELECT number, match, category, expires_at FROM listed WHERE list = ? AND {IS_CURRENT}"  # noqa: S608 - constants only
# Which columns, and their order, are the format of backups.
_CHANGES = """SELECT revision, at, who, what, why, list, reverts, added, updated, removed, skipped, count, checksum
              FROM change WHERE revision IS NOT NULL ORDER BY revision"""
_ACTS = "SELECT id, revision, at, who, what, why, about, before, after FROM act ORDER BY id"

_IDENTITY = "SELECT value FROM meta WHERE name = 'database_id'"
_NEW_IDENTITY = "UPDATE meta SET value = ? WHERE name = 'database_id'"
_STEP = "SELECT coalesce(max(value), 0) FROM meta WHERE name = 'report_step'"
_NOTE = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_LOST_STEPS = 10_000
"""More than the votes of reports have steps between a backup and its return."""
_REVOKED = "SELECT id FROM key WHERE revoked_at IS NOT NULL"
_REVOKE = "UPDATE key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL"
_LOG_OUT = "DELETE FROM person_session"
_DEVICE = "SELECT device_id FROM key WHERE id = ? AND device_id IS NOT NULL"
# Whoever waits has seen more than the copy holds; alarms and invitations of then are not of now.
_CIRCLE = (
    "UPDATE meta SET value = value + 1000000 WHERE name = 'circle_position'",
    "DELETE FROM circle_invitation",
    "DELETE FROM circle_delivery",
    "DELETE FROM circle_told",
    "DELETE FROM circle_alert",
    "UPDATE key SET circle = circle % 4",
)
_FAIL = "UPDATE import SET state = ?, finished_at = ?, reason = ? WHERE state = ?"
_GONE = "It was waiting when the backup was made: what was uploaded is not in there."


class SqlContents:
    """The contents of a database, whichever engine keeps it."""

    def proof(self, connection: Connection, *, acts: bool) -> Proof:
        """Read all entries that count, all changes, and all acts, where the database has a table of them."""
        digest = sha256()
        changes = _add(digest.update, connection.execute(_CHANGES))
        done = _add(digest.update, connection.execute(_ACTS)) if acts else 0
        lists = {name: _list_proof(connection.execute(_ENTRIES, (code,))) for code, name in LISTS.items()}
        return Proof(newest_revision(connection), lists, changes, done, digest.hexdigest())

    def identity(self, connection: Connection) -> str:
        """Give the id that phones know a database by."""
        return f"{connection.execute(_IDENTITY).fetchone()[0]:x}"

    def revoked(self, connection: Connection) -> frozenset[str]:
        """List the ids of keys that are revoked."""
        return frozenset(key for (key,) in connection.execute(_REVOKED))

    def set_right(self, connection: Connection, revoked: Iterable[str], now: datetime) -> int:
        """Have no copy that phones or apps keep pass for one of this database, and no revoked key open anything.

        Gives how many keys were revoked. Of imports that waited, the uploads are not there. People
        have to log in to the console again: who had logged out shall not be back.
        """
        connection.execute(_NEW_IDENTITY, (secrets.randbits(62),))
        # PhoneBlock's version is no id, but grows: those of the past that was lost must stay behind.
        step = connection.execute(_STEP).fetchone()[0] + _LOST_STEPS
        for name in ("report_step", "step_from"):
            connection.execute(_NOTE, (name, step))
        connection.execute(_LOG_OUT)
        for sql in _CIRCLE:
            connection.execute(sql)
        connection.execute(_FAIL, (ImportState.FAILED, to_micros(now), _GONE, ImportState.QUEUED))
        gone = [key for key in sorted(revoked) if connection.execute(_REVOKE, (to_micros(now), key)).rowcount]
        for device in [device for key in gone for (device,) in connection.execute(_DEVICE, (key,)).fetchall()]:
            leave_circle(connection, device)
        return len(gone)


def _add(update: Callable[[bytes], None], rows: Iterable[Sequence[Any]]) -> int:
    counted = 0
    for row in rows:
        update(json.encode(row) + b"\n")
        counted += 1
    return counted


def _list_proof(rows: Iterable[Sequence[Any]]) -> ListProof:
    counted = total = 0
    for number, match, category, expires_at in rows:
        until = expires_at // _SECOND if expires_at is not None else None
        total += entry_sum(number, MATCHES[match], CATEGORIES[category], until)
        counted += 1
    return ListProof(counted, as_hex(total % MODULUS))
