"""Keys, devices and enrolment codes. Secrets carry 256 random bits, so a plain SHA-256 of them is safe to keep."""

import hmac
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from guard_api.errors import StoreUnavailable
from guard_api.lists.change import ActKind, Author
from guard_api.ports import ALL_KEYS, Device, EnrolmentCode, Key, KeySearch, Scope
from guard_api.store.clock import to_micros
from guard_api.store.engine import Database, Durability, Topic
from guard_api.store.sql.circle.leaving import leave_circle
from guard_api.store.sql.digests import digest_of
from guard_api.store.sql.lists.trail import note
from guard_api.store.sql.phones import devices, enrolment
from guard_api.store.sql.phones.enrolment import request_of
from guard_api.store.sql.phones.key_rows import SELECT_KEY, audited, create_key, key_of, new_secret
from guard_api.store.sqlite.revoked import revoked_keys

_MOST_REMEMBERED = 10_000
_NO_LIMIT = 1 << 62

_BY_ID = f"{SELECT_KEY} WHERE key.id = ? AND key.revoked_at IS NULL"
_STANDS = "SELECT digest, circle FROM key WHERE id = ? AND revoked_at IS NULL"
"""Whether a key that is remembered was not revoked, and its circle: nothing else of it changes once it was used."""
_IS_REVOKED = "SELECT 1 FROM key WHERE id = ? AND revoked_at IS NOT NULL"
_IS_NEWS = "SELECT 1 FROM key WHERE id = ? AND (last_used IS NULL OR last_used < ?)"
_NOTE_USE = "UPDATE key SET last_used = ? WHERE id = ? AND (last_used IS NULL OR last_used < ?)"
_NOTED_AT_ONCE = 500
_USED = "UPDATE key SET used = 1 WHERE id = ? AND digest = ?"
_BY_SCOPE = "key.scope = :scope"
_BY_TEXT = "(instr(key.id, :text) = 1 OR instr(device.id, :text) = 1 OR instr(lower(key.label), lower(:text)) > 0)"
_BEHIND = "(key.created_at, key.id) < (SELECT created_at, id FROM key WHERE id = :after)"
_REVOKE = "UPDATE key SET revoked_at = ? WHERE id = ?"


class SqlKeys:
    """The port `Keys` in SQL. What was promised is synced to disk before it is answered."""

    def __init__(self, database: Database, copy: Database | None = None) -> None:
        """Remember keys that were seen: for the time when the database is down, and to read less while it is up.

        A phone's key is looked for in the `copy` first, where there is one.
        """
        self._database = database
        self._near = copy or database
        self._databases = (self._near,) if copy is None else (copy, database)
        self._remembered: dict[bytes, Key] = {}
        self._presented: set[str] = set()
        """Keys whose last use is still to be written down: that costs no request anything."""
        self._revoked = revoked_keys(database.path)

    def authenticate(self, presented: str) -> Key | None:
        """Find a key by its public id, and compare in constant time. A revoked key is unknown at once."""
        digest = digest_of(presented)
        known = self._remembered.get(digest)
        parts = presented.split("_", 2)
        sql = _BY_ID if known is None else _STANDS
        try:
            row = self._find(sql, parts[1] if len(parts) > 1 else "", digest)
        except StoreUnavailable:
            if self._is_revoked(parts):
                return None
            if known is None:
                raise
            self._presented.add(known.id)
            return known
        if row is None:
            self._remembered.pop(digest, None)
            return None
        if known is None and row[-1] and not self._use(row[1], digest):
            return None
        if known is None or _is_other(known, row[1]):
            known = self._remember(digest, key_of(row) if known is None else _with_circle(known, row[1]))
        key = known
        self._presented.add(key.id)
        return key

    def _find(self, sql: str, key_id: str, digest: bytes) -> Sequence[Any] | None:
        for database in self._databases:
            with database.read() as connection:
                row: Sequence[Any] | None = connection.execute(sql, (key_id,)).fetchone()
            if row is not None and hmac.compare_digest(row[0], digest):
                return row
        return None

    def _is_revoked(self, parts: Sequence[str]) -> bool:
        """Say whether a key was revoked, as far as can be told without the database: of the copy, or here."""
        if len(parts) < 2 or parts[1] in self._revoked.ids():  # noqa: PLR2004 - an id is the second part
            return len(parts) > 1
        if self._near is self._database:
            return False
        with suppress(StoreUnavailable), self._near.read() as connection:
            return connection.execute(_IS_REVOKED, (parts[1],)).fetchone() is not None
        return False

    def _use(self, key_id: str, digest: bytes) -> bool:
        """Note that a phone has the key that it was given; False where another has taken its place just now."""
        try:
            with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
                return bool(connection.execute(_USED, (key_id, digest)).rowcount)
        except StoreUnavailable:
            return True  # nobody goes without an answer for that

    def _remember(self, digest: bytes, key: Key) -> Key:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[digest] = key
        return key

    def create(
        self, scope: Scope, label: str, now: datetime, device: Device | None = None, by: Author | None = None
    ) -> tuple[Key, str]:
        """Make a key, and its device where it is a device's."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            key, secret = create_key(connection, scope, label, now, device)
            if by is not None:
                note(connection, by, ActKind.CREATE_KEY, f"key:{key.id}", (None, audited(key)))
        return key, secret

    def is_good(self, code: str, request_id: str | None, now: datetime) -> bool:
        """Look a code up without queueing for writers: who guesses must not hold up others."""
        with self._database.read() as connection:
            return enrolment.is_good(connection, request_of(code, request_id), now)

    def enrol(
        self, code: str, device: Device, label: str, now: datetime, request_id: str | None = None
    ) -> tuple[Device, str] | None:
        """Take one use off the code and make the device's key, or neither; or replace a key that never arrived."""
        request = request_of(code, request_id)
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            earlier = enrolment.find_earlier(connection, request, device, label, now)
            if earlier is not None:
                secret = new_secret(earlier.key_id)
                enrolment.replace(connection, earlier.key_id, secret)
                return earlier.device, secret
            if not enrolment.use(connection, request, now):
                return None
            key, secret = create_key(connection, Scope.DEVICE, label, now, device, request.code)
            enrolment.remember(connection, request, key.id)
            return device, secret

    def create_code(self, uses: int, expires_at: datetime, by: Author | None = None) -> EnrolmentCode:
        """Make a code."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            made = enrolment.make_code(connection, uses, expires_at)
            if by is not None:
                details = {"uses": uses, "expires_at": expires_at}
                note(connection, by, ActKind.CREATE_CODE, f"code:{made.id}", (None, details))
        return made

    def has_any(self) -> bool:
        """Say whether there was ever a key; of a hundred thousand, listing them takes a second."""
        with self._database.read() as connection:
            return connection.execute("SELECT 1 FROM key LIMIT 1").fetchone() is not None

    def list(self, search: KeySearch = ALL_KEYS) -> Sequence[Key]:
        """List keys, revoked ones too."""
        values = {"scope": search.scope, "text": search.text or None, "after": search.after}
        wheres = {"scope": _BY_SCOPE, "text": _BY_TEXT, "after": _BEHIND}
        where = " AND ".join(sql for name, sql in wheres.items() if values[name] is not None)
        sql = f"{SELECT_KEY} {where and 'WHERE'} {where} ORDER BY key.created_at DESC, key.id DESC LIMIT :limit"
        limit = _NO_LIMIT if search.limit is None else search.limit
        with self._database.read() as connection:
            return [key_of(row) for row in connection.execute(sql, {**values, "limit": limit})]

    def revoke(self, key_id: str, now: datetime, by: Author | None = None) -> bool:
        """Revoke once; every worker sees it with its next request."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            row = connection.execute(_BY_ID, (key_id,)).fetchone()
            if row is None:
                return False
            connection.execute(_REVOKE, (to_micros(now), key_id))
            self._revoked.add(key_id)
            if row[6] is not None:
                leave_circle(connection, row[6])
            if by is not None:
                before = key_of(row)
                after = replace(before, revoked_at=now)
                note(connection, by, ActKind.REVOKE_KEY, f"key:{key_id}", (audited(before), audited(after)))
        return True

    def has_device(self, device_id: str) -> bool:
        """Look a phone up."""
        with self._database.read() as connection:
            return devices.is_known(connection, device_id)

    def find_device(self, is_it: Callable[[str], bool]) -> str | None:
        """Look through all phones."""
        with self._database.read() as connection:
            return devices.find(connection, is_it)

    def forget_device(self, device_id: str, by: Author) -> bool:
        """Forget a phone; every worker sees it with the next request of its key. The trail does not name it."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            if not devices.is_known(connection, device_id):
                return False
            for key_id in devices.forget_devices(connection, [device_id]):
                self._revoked.add(key_id)
            note(connection, by, ActKind.FORGET_DEVICE, "device", (None, None))
        self._database.leave_no_traces()
        return True

    def note_uses(self, now: datetime) -> None:
        """Write the day down for keys that had another, some at a time; what fails is tried again."""
        day = to_micros(now.replace(hour=0, minute=0, second=0, microsecond=0))
        presented = tuple(self._presented.copy())
        with self._near.read() as connection:
            news = [name for name in presented if connection.execute(_IS_NEWS, (name, day)).fetchone() is not None]
        for first in range(0, len(news), _NOTED_AT_ONCE):
            some = [(day, name, day) for name in news[first : first + _NOTED_AT_ONCE]]
            for database in reversed(self._databases):
                with database.write(Durability.NORMAL, Topic.KEYS) as connection:
                    connection.executemany(_NOTE_USE, some)
        # What came meanwhile stays, and is looked at again: a day may have begun.
        self._presented.difference_update(presented)

    def forget_revoked(self) -> None:
        """Forget what was revoked: of what is remembered, the database need not be able to tell later."""
        revoked = self._revoked.ids()
        for digest, key in tuple(self._remembered.items()):
            if key.id in revoked:
                self._remembered.pop(digest, None)


def _is_other(key: Key, circle: int) -> bool:
    return key.device is not None and key.device.circle != circle


def _with_circle(key: Key, circle: int) -> Key:
    return replace(key, device=replace(key.device, circle=circle)) if key.device is not None else key
