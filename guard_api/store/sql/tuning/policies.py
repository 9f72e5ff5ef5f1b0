"""The policy, as admins have edited it: a row for every version, each with all edits."""

import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from threading import Lock
from typing import Any

from msgspec import Struct, ValidationError, json, to_builtins

from guard_api.engine.edits import THRESHOLDS, PolicyEdits, edited
from guard_api.engine.policy import Policy
from guard_api.errors import StoreUnavailable
from guard_api.lists.change import ActKind, Author
from guard_api.ports.policy import Edit, PolicyVersion
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Database, Durability
from guard_api.store.sql.lists.trail import note
from guard_api.store.sqlite.policy_mark import PolicyMark
from guard_api.store.sqlite.transactions import reason_of

_log = logging.getLogger(__name__)
_RECHECK_SECONDS = 1.0
"""How long the mark alone is believed: whoever changed the policy may have died before it was set."""
_COLUMNS = "version, at, who, why, reverts, edits"
_NEWEST = f"SELECT {_COLUMNS} FROM policy ORDER BY version DESC LIMIT 1"  # noqa: S608 - constants only
_THEN = f"SELECT {_COLUMNS} FROM policy WHERE at <= ? ORDER BY version DESC LIMIT 1"  # noqa: S608 - constants only
_HISTORY = f"SELECT {_COLUMNS} FROM policy WHERE version <= ? ORDER BY version DESC LIMIT ?"  # noqa: S608 - constants only
_INSERT = f"INSERT INTO policy ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants only
_LARGEST = (1 << 63) - 1
_decoder = json.Decoder(PolicyEdits)
_NOTHING = PolicyEdits()


class _Known(Struct, frozen=True):
    """A policy, and the mark at which it was read."""

    mark: int | None
    policy: Policy


class SqlPolicies:
    """The port `Policies` in SQL, over the policy that ships."""

    def __init__(self, database: Database, copy: Database, shipped: Policy) -> None:
        """Read with the first look; by the copy, which may be the database itself, phones are judged."""
        self._database = database
        self._copy = copy
        self._shipped = shipped
        self._mark = PolicyMark(copy.path)
        self._reading = Lock()
        self._known: _Known | None = None
        self._checked = 0.0
        self._made: tuple[PolicyEdits, Policy] = _NOTHING, shipped

    def current(self) -> Policy:
        """Return the policy in force; while the store is down, the one that was in force last."""
        known, mark = self._known, self._marked()
        if known is not None and mark == known.mark and time.monotonic() - self._checked < _RECHECK_SECONDS:
            return known.policy
        with self._reading:
            return self._refreshed(mark)

    def _marked(self) -> int | None:
        with suppress(OSError):
            return self._mark.read()
        return None

    def _refreshed(self, mark: int | None) -> Policy:
        try:
            policy = self.with_edits(_newest(self._copy))
        except StoreUnavailable:
            policy, mark = (self._known.policy, self._known.mark) if self._known is not None else (self._shipped, None)
        self._known = _Known(mark, policy)
        # Without a mark, nobody can tell whether there is news but by asking.
        self._checked = time.monotonic() if mark is not None else 0.0
        return policy

    def edits(self) -> PolicyEdits:
        """Return what is not as it ships."""
        return _newest(self._database)

    def with_edits(self, edits: PolicyEdits) -> Policy:
        """Return the policy with these edits: for the same the same value, which keeps what it has found out."""
        made = self._made
        if made[0] != edits:
            self._made = made = edits, edited(self._shipped, edits)
        return made[1]

    def in_force(self, moment: datetime) -> Policy:
        """Return the policy that was in force then."""
        with self._database.read() as connection:
            return edited(self._shipped, _edits(connection.execute(_THEN, (to_micros(moment),)).fetchone()))

    def change(self, edit: Edit, author: Author, reverts: int | None = None) -> PolicyVersion | None:
        """Write a version down, and have every process look."""
        with self._database.write(Durability.FULL) as connection:
            row = connection.execute(_NEWEST).fetchone()
            before = _edits(row)
            after = edit(before)
            subjects = after.changed_from(before)
            if not subjects:
                return None
            version = row[0] + 1 if row is not None else 1
            written = json.encode(after).decode()
            connection.execute(_INSERT, (version, to_micros(author.at), author.who, author.why, reverts, written))
            what = ActKind.EDIT_POLICY if reverts is None else ActKind.REVERT_POLICY
            for subject in subjects:
                sides = _as_dict(before, subject, None), _as_dict(after, subject, version)
                note(connection, author, what, f"pattern:{subject}" if subject != THRESHOLDS else "thresholds", sides)
        try:
            self._mark.renew()
        except OSError as error:
            _log.warning("a change of the policy is seen within a second only: %s", reason_of(error))
        return PolicyVersion(version, author.at, author.who, author.why, after, before, reverts)

    def history(self, before: int | None, limit: int) -> Sequence[PolicyVersion]:
        """Return versions, each with the one before it."""
        newest = _LARGEST if before is None else before - 1
        with self._database.read() as connection:
            rows = connection.execute(_HISTORY, (newest, limit + 1)).fetchall()
        return [_version(row, earlier) for row, earlier in pairwise([*rows, None])][:limit]


def _newest(database: Database) -> PolicyEdits:
    with database.read() as connection:
        return _edits(connection.execute(_NEWEST).fetchone())


def _edits(row: Sequence[Any] | None) -> PolicyEdits:
    """Read the edits of a row. What a newer version alone can read counts for nothing here."""
    if row is None:
        return _NOTHING
    try:
        return _decoder.decode(row[-1])
    except (ValidationError, ValueError) as error:
        raise StoreUnavailable(f"the policy cannot be read: {type(error).__name__}") from None


def _version(row: Sequence[Any], earlier: Sequence[Any] | None) -> PolicyVersion:
    version, at, who, why, reverts, _ = row
    return PolicyVersion(version, from_micros(at), who, why, _edits(row), _edits(earlier), reverts)


def _as_dict(edits: PolicyEdits, subject: str, version: int | None) -> Mapping[str, object]:
    """Return what the trail says of a pattern or of the thresholds, nothing: it is as it ships."""
    edit = edits.of(subject)
    written: dict[str, object] = {} if edit is None else to_builtins(edit)
    return written if version is None else {**written, "version": version}
