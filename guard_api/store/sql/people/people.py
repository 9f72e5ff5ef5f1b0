"""People, and where they are logged in. Tokens carry 256 random bits, so a plain SHA-256 of them is safe to keep."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from guard_api.errors import Conflict
from guard_api.lists.change import ActKind, Author
from guard_api.ports.people.people import Person, Role, Session
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.sql.trail import note
from guard_api.store.sqlite.database import Database, Durability

_COLUMNS = """person.id, person.name, person.role, person.language, person.zone, person.created_at, person.disabled_at,
              person.password IS NOT NULL, person.totp IS NOT NULL,
              (SELECT count(*) FROM passkey WHERE passkey.person = person.id)"""
_PERSON = f"SELECT {_COLUMNS} FROM person"
_BY_NAME = f"{_PERSON} WHERE name = ?"
_ALL = f"{_PERSON} ORDER BY name"
_SESSION = f"""SELECT session.id, session.created_at, session.seen_at, session.confirmed_at, session.agent, {_COLUMNS}
               FROM person_session AS session JOIN person ON person.id = session.person WHERE session.digest = ?"""
_CREATE = """INSERT INTO person (name, role, language, zone, created_at) VALUES (?, ?, '', '', ?)
             ON CONFLICT DO NOTHING RETURNING id"""
_HASH = "SELECT password FROM person WHERE id = ?"
_SET_HASH = "UPDATE person SET password = ? WHERE id = ?"
_BEGIN = """INSERT INTO person_session (digest, id, person, created_at, seen_at, confirmed_at, agent)
            VALUES (?, ?, ?, ?, ?, ?, ?)"""
_TOUCH = "UPDATE person_session SET seen_at = ? WHERE id = ?"
_CONFIRM = "UPDATE person_session SET confirmed_at = ? WHERE id = ?"
_END = "DELETE FROM person_session WHERE id = ?"
_SECRET = "SELECT value FROM console_secret"
_MAKE_SECRET = "INSERT INTO console_secret (id, value) VALUES (1, ?) ON CONFLICT DO NOTHING"


class SqlPeople:
    """The port `People` in SQL."""

    def __init__(self, database: Database) -> None:
        """Keep everything in `database`."""
        self._database = database

    def secret(self) -> bytes:
        """Read it; who comes first makes it."""
        with self._database.read() as connection:
            row = connection.execute(_SECRET).fetchone()
        if row is None:
            with self._database.write(Durability.FULL) as connection:
                connection.execute(_MAKE_SECRET, (secrets.token_bytes(32),))
                row = connection.execute(_SECRET).fetchone()
        return bytes(row[0])

    def create(self, name: str, role: Role, by: Author) -> Person:
        """Make a person, and say so in the audit trail."""
        with self._database.write(Durability.FULL) as connection:
            if connection.execute(_CREATE, (name, role, to_micros(by.at))).fetchone() is None:
                raise Conflict(f"There is somebody of the name {name}.", {"name": ["Taken."]})
            note(connection, by, ActKind.CREATE_PERSON, f"person:{name}", (None, {"role": role}))
            return _person(connection.execute(_BY_NAME, (name,)).fetchone())

    def find(self, name: str) -> Person | None:
        """Look a name up."""
        with self._database.read() as connection:
            row = connection.execute(_BY_NAME, (name,)).fetchone()
        return _person(row) if row is not None else None

    def list(self) -> Sequence[Person]:
        """List everybody."""
        with self._database.read() as connection:
            return [_person(row) for row in connection.execute(_ALL)]

    def password_of(self, person_id: int) -> str | None:
        """Read the hash."""
        with self._database.read() as connection:
            row = connection.execute(_HASH, (person_id,)).fetchone()
        return row[0] if row is not None else None

    def set_password(self, person_id: int, password: str) -> None:
        """Write the hash."""
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_SET_HASH, (password, person_id))

    def begin(self, person_id: int, token: bytes, agent: str, now: datetime) -> None:
        """Write a session down."""
        at = to_micros(now)
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_BEGIN, (_digest(token), secrets.token_hex(6), person_id, at, at, at, agent))

    def session(self, token: bytes) -> Session | None:
        """Look a token up."""
        with self._database.read() as connection:
            row = connection.execute(_SESSION, (_digest(token),)).fetchone()
        if row is None:
            return None
        created, seen, confirmed = map(from_micros, row[1:4])
        return Session(row[0], _person(row[5:]), created, seen, confirmed, row[4])

    def touch(self, session_id: str, now: datetime) -> None:
        """Write the time down."""
        with self._database.write(Durability.NORMAL) as connection:
            connection.execute(_TOUCH, (to_micros(now), session_id))

    def confirm(self, session_id: str, now: datetime) -> None:
        """Write the time down."""
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_CONFIRM, (to_micros(now), session_id))

    def end(self, session_id: str) -> None:
        """Delete it."""
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_END, (session_id,))


def _digest(token: bytes) -> bytes:
    return sha256(token).digest()


def _person(row: Sequence[Any]) -> Person:
    number, name, role, language, zone, created, disabled, has_password, has_totp, passkeys = row
    gone = from_micros(disabled) if disabled is not None else None
    whole = number, name, Role(role), language, zone, from_micros(created), gone
    return Person(*whole, bool(has_password), bool(has_totp), passkeys)
