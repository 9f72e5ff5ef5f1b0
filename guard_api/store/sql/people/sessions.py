"""Sessions. Tokens carry 256 random bits, so a plain SHA-256 of them is safe to keep."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from guard_api.lists.change import ActKind, Author
from guard_api.ports.people.people import Person
from guard_api.ports.people.sessions import Session
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Database, Durability, Topic
from guard_api.store.sql.lists.trail import note
from guard_api.store.sql.people.ending import end_sessions
from guard_api.store.sql.people.people import PERSON_COLUMNS, about, person_of

_SELECT = f"""SELECT session.id, session.created_at, session.seen_at, session.confirmed_at, session.agent,
                     {PERSON_COLUMNS}
              FROM person_session AS session JOIN person ON person.id = session.person"""  # noqa: S608 - constants only
_BY_DIGEST = f"{_SELECT} WHERE session.digest = ?"
_OF_PERSON = f"{_SELECT} WHERE session.person = ? ORDER BY session.seen_at DESC, session.id"
_BEGIN = """INSERT INTO person_session (digest, id, person, created_at, seen_at, confirmed_at, agent)
            VALUES (?, ?, ?, ?, ?, ?, ?)"""
_TOUCH = "UPDATE person_session SET seen_at = ? WHERE id = ?"
_CONFIRM = "UPDATE person_session SET confirmed_at = ? WHERE id = ?"
_END = "DELETE FROM person_session WHERE id = ?"
_END_OLD = "DELETE FROM person_session WHERE created_at < ? OR seen_at < ?"


class SqlSessions:
    """The port `Sessions` in SQL."""

    def __init__(self, database: Database) -> None:
        """Keep all of them in `database`."""
        self._database = database

    def begin(self, person: Person, token: bytes, agent: str, by: Author) -> None:
        """Write a session down."""
        at, name = to_micros(by.at), secrets.token_hex(6)
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_BEGIN, (_digest(token), name, person.id, at, at, at, agent))
            note(connection, by, ActKind.LOG_IN, about(person.name), (None, {"session": name}))

    def refuse(self, by: Author, about: str) -> None:
        """Write down a log-in that failed."""
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            note(connection, by, ActKind.LOG_IN_REFUSED, about, (None, None))

    def deny(self, by: Author, about: str) -> None:
        """Write down what somebody may not do."""
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            note(connection, by, ActKind.ACCESS_REFUSED, about, (None, None))

    def find(self, token: bytes) -> Session | None:
        """Look a token up."""
        with self._database.read() as connection:
            row = connection.execute(_BY_DIGEST, (_digest(token),)).fetchone()
        return _session(row) if row is not None else None

    def of(self, person_id: int) -> Sequence[Session]:
        """List somebody's."""
        with self._database.read() as connection:
            return [_session(row) for row in connection.execute(_OF_PERSON, (person_id,))]

    def touch(self, session_id: str, now: datetime) -> None:
        """Write the time down."""
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            connection.execute(_TOUCH, (to_micros(now), session_id))

    def confirm(self, session_id: str, now: datetime) -> None:
        """Write the time down."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_CONFIRM, (to_micros(now), session_id))

    def end(self, session_id: str) -> None:
        """Delete it."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_END, (session_id,))

    def end_all(self, person_id: int, but: str = "") -> None:
        """Delete them."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            end_sessions(connection, person_id, but)

    def end_old(self, begun_before: datetime, seen_before: datetime) -> None:
        """Delete them."""
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            connection.execute(_END_OLD, (to_micros(begun_before), to_micros(seen_before)))


def _digest(token: bytes) -> bytes:
    return sha256(token).digest()


def _session(row: Sequence[Any]) -> Session:
    created, seen, confirmed = map(from_micros, row[1:4])
    return Session(row[0], person_of(row[5:]), created, seen, confirmed, row[4])
