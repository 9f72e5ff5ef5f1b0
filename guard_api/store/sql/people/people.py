"""People, in SQL."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from guard_api.errors import Conflict
from guard_api.lists.change import ActKind, Author
from guard_api.ports.people.people import Person, Role
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability, Topic
from guard_api.store.sql.lists.trail import note
from guard_api.store.sql.people.ending import end_sessions

PERSON_COLUMNS = """person.id, person.name, person.role, person.language, person.zone, person.created_at,
    person.disabled_at, person.password IS NOT NULL, person.totp IS NOT NULL,
    (SELECT count(*) FROM passkey WHERE passkey.person = person.id),
    (SELECT count(*) FROM recovery_code WHERE recovery_code.person = person.id), person.subject"""
_SELECT = f"SELECT {PERSON_COLUMNS} FROM person"  # noqa: S608 - constants only
_BY_NAME, _BY_SUBJECT, _ALL = f"{_SELECT} WHERE name = ?", f"{_SELECT} WHERE subject = ?", f"{_SELECT} ORDER BY name"
_CREATE = """INSERT INTO person (name, role, language, zone, created_at, subject) VALUES (?, ?, '', '', ?, ?)
             ON CONFLICT DO NOTHING RETURNING id"""
_SET_ROLE = "UPDATE person SET role = ? WHERE id = ?"
_SET_DISABLED = "UPDATE person SET disabled_at = ? WHERE id = ?"
_SET_HABITS = "UPDATE person SET language = ?, zone = ? WHERE id = ?"
_ADMINS = f"SELECT count(*) FROM person WHERE role = '{Role.ADMIN}' AND disabled_at IS NULL"  # noqa: S608 - a constant
_READ_KEY = "SELECT value FROM console_secret"
_MAKE_KEY = "INSERT INTO console_secret (id, value) VALUES (1, ?) ON CONFLICT DO NOTHING"


class SqlPeople:
    """The port `People` in SQL."""

    def __init__(self, database: Database) -> None:
        """Keep everybody in `database`."""
        self._database = database

    def secret(self) -> bytes:
        """Read it; who comes first makes it."""
        with self._database.read() as connection:
            row = connection.execute(_READ_KEY).fetchone()
        if row is None:
            with self._database.write(Durability.FULL, Topic.KEYS) as connection:
                connection.execute(_MAKE_KEY, (secrets.token_bytes(32),))
                row = connection.execute(_READ_KEY).fetchone()
        return bytes(row[0])

    def create(self, name: str, role: Role, by: Author, subject: str | None = None) -> Person:
        """Make a person."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            if connection.execute(_CREATE, (name, role, to_micros(by.at), subject)).fetchone() is None:
                raise Conflict(f"There is somebody of the name {name}.", {"name": ["Is taken."]})
            note(connection, by, ActKind.CREATE_PERSON, about(name), (None, {"role": role}))
            return person_of(connection.execute(_BY_NAME, (name,)).fetchone())

    def find(self, name: str) -> Person | None:
        """Look a name up."""
        return self._first(_BY_NAME, name)

    def with_subject(self, subject: str) -> Person | None:
        """Look a subject up."""
        return self._first(_BY_SUBJECT, subject)

    def _first(self, sql: str, value: str) -> Person | None:
        with self._database.read() as connection:
            row = connection.execute(sql, (value,)).fetchone()
        return person_of(row) if row is not None else None

    def list(self) -> Sequence[Person]:
        """List everybody."""
        with self._database.read() as connection:
            return [person_of(row) for row in connection.execute(_ALL)]

    def set_role(self, person: Person, role: Role, by: Author) -> None:
        """Write the role down."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_SET_ROLE, (role, person.id))
            _leave_an_admin(connection, person)
            _note_edit(connection, by, person, {"role": person.role}, {"role": role})

    def set_disabled(self, person: Person, by: Author, *, disabled: bool) -> None:
        """Write the time down since when."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_SET_DISABLED, (to_micros(by.at) if disabled else None, person.id))
            _leave_an_admin(connection, person)
            before = {"disabled": person.disabled_at is not None}
            _note_edit(connection, by, person, before, {"disabled": disabled})

    def set_habits(self, person_id: int, language: str, zone: str) -> None:
        """Write them down."""
        with self._database.write(Durability.NORMAL, Topic.KEYS) as connection:
            connection.execute(_SET_HABITS, (language, zone, person_id))


def _leave_an_admin(connection: Connection, person: Person) -> None:
    """Raise Conflict, which takes back what was done, where the last admin would be none any more."""
    if person.role is Role.ADMIN and not connection.execute(_ADMINS).fetchone()[0]:
        raise Conflict("This is the last admin: make another first.")


def _note_edit(
    connection: Connection, by: Author, person: Person, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    end_sessions(connection, person.id)
    note(connection, by, ActKind.EDIT_PERSON, about(person.name), (before, after))


def about(name: str) -> str:
    """Return what the audit trail calls somebody to whom something was done."""
    return f"person:{name}"


def person_of(row: Sequence[Any]) -> Person:
    """Read a row of PERSON_COLUMNS."""
    number, name, role, language, zone, created, disabled, has_password, has_totp, passkeys, codes, subject = row
    proofs = bool(has_password), bool(has_totp), passkeys, codes, subject
    return Person(number, name, Role(role), language, zone, from_micros(created), _moment(disabled), *proofs)


def _moment(micros: int | None) -> datetime | None:
    return from_micros(micros) if micros is not None else None
