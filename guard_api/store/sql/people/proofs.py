"""What people prove with who they are. Of what is random and long, a plain SHA-256 is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from guard_api.errors import Conflict
from guard_api.lists.change import ActKind, Author
from guard_api.ports.people.people import Person
from guard_api.ports.people.proofs import Passkey
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability, Topic
from guard_api.store.sql.lists.trail import note
from guard_api.store.sql.people.ending import end_sessions
from guard_api.store.sql.people.people import PERSON_COLUMNS, about, person_of

_READ = "SELECT password, totp FROM person WHERE id = ?"
_SET_HASH = "UPDATE person SET password = ? WHERE id = ?"
_SET_TOTP = "UPDATE person SET totp = ?, totp_step = 0 WHERE id = ?"
_USE_TOTP = "UPDATE person SET totp_step = ? WHERE id = ? AND totp_step < ?"
_FORGET_CODES = "DELETE FROM recovery_code WHERE person = ?"
_KEEP_CODE = "INSERT INTO recovery_code (digest, person) VALUES (?, ?)"
_USE_CODE = "DELETE FROM recovery_code WHERE person = ? AND digest = ?"
_PASSKEY = "SELECT id, person, public_key, sign_count, label, created_at, last_used FROM passkey"
_PASSKEYS_OF, _BY_ID = f"{_PASSKEY} WHERE person = ? ORDER BY created_at, id", f"{_PASSKEY} WHERE id = ?"
_ADD_PASSKEY = """INSERT INTO passkey (id, person, public_key, sign_count, label, created_at) VALUES (?, ?, ?, ?, ?, ?)
                  ON CONFLICT DO NOTHING RETURNING id"""
_USE_PASSKEY = "UPDATE passkey SET sign_count = ?, last_used = ? WHERE id = ?"
_REMOVE_PASSKEY = "DELETE FROM passkey WHERE person = ? AND id = ?"
_FORGET_PASSKEYS = "DELETE FROM passkey WHERE person = ?"
_INVITE = """INSERT INTO invitation (digest, person, expires_at) VALUES (?, ?, ?)
             ON CONFLICT (person) DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at"""
_INVITED = f"""SELECT {PERSON_COLUMNS} FROM invitation JOIN person ON person.id = invitation.person
               WHERE invitation.digest = ? AND invitation.expires_at > ?"""  # noqa: S608 - constants only
_ACCEPT = "DELETE FROM invitation WHERE digest = ? AND expires_at > ?"


class SqlProofs:
    """The port `Proofs` in SQL."""

    def __init__(self, database: Database) -> None:
        """Keep all of them in `database`."""
        self._database = database

    def password_of(self, person_id: int) -> str | None:
        """Read the hash."""
        hashed: str | None = self._read(person_id)[0]
        return hashed

    def set_password(self, person: Person, password: str, by: Author, keep: str = "") -> None:
        """Write the hash."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_SET_HASH, (password, person.id))
            end_sessions(connection, person.id, keep)
            _tell(connection, by, person, {"password": "new"})

    def totp_of(self, person_id: int) -> bytes | None:
        """Read the secret."""
        secret: bytes | None = self._read(person_id)[1]
        return secret

    def _read(self, person_id: int) -> Sequence[Any]:
        with self._database.read() as connection:
            row: Sequence[Any] | None = connection.execute(_READ, (person_id,)).fetchone()
        return row if row is not None else (None, None)

    def set_totp(self, person: Person, secret: bytes | None, by: Author) -> None:
        """Write the secret."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_SET_TOTP, (secret, person.id))
            _tell(connection, by, person, {"app_for_codes": "new" if secret is not None else "removed"})

    def use_totp(self, person_id: int, step: int) -> bool:
        """Note the step; of two at the same time, one wins."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            return bool(connection.execute(_USE_TOTP, (step, person_id, step)).rowcount)

    def set_recovery_codes(self, person: Person, digests: Sequence[bytes], by: Author) -> None:
        """Write digests."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_FORGET_CODES, (person.id,))
            connection.executemany(_KEEP_CODE, [(digest, person.id) for digest in digests])
            _tell(connection, by, person, {"recovery_codes": "new"})

    def use_recovery_code(self, person_id: int, digest: bytes) -> bool:
        """Delete it."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            return bool(connection.execute(_USE_CODE, (person_id, digest)).rowcount)

    def passkeys_of(self, person_id: int) -> Sequence[Passkey]:
        """List them."""
        with self._database.read() as connection:
            return [_passkey(row) for row in connection.execute(_PASSKEYS_OF, (person_id,))]

    def passkey(self, key_id: bytes) -> Passkey | None:
        """Look it up."""
        with self._database.read() as connection:
            row = connection.execute(_BY_ID, (key_id,)).fetchone()
        return _passkey(row) if row is not None else None

    def add_passkey(self, person: Person, key: Passkey, by: Author) -> None:
        """Write it down."""
        values = key.id, person.id, key.public_key, key.sign_count, key.label, to_micros(key.created_at)
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            if connection.execute(_ADD_PASSKEY, values).fetchone() is None:
                raise Conflict("This passkey is known already.")
            _tell(connection, by, person, {"passkey": key.label})

    def use_passkey(self, key: Passkey, sign_count: int, now: datetime) -> None:
        """Write the count down."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_USE_PASSKEY, (sign_count, to_micros(now), key.id))

    def remove_passkey(self, person: Person, key_id: bytes, by: Author) -> bool:
        """Delete it."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            removed = bool(connection.execute(_REMOVE_PASSKEY, (person.id, key_id)).rowcount)
            if removed:
                _tell(connection, by, person, {"passkey": "removed"})
        return removed

    def invite(self, person: Person, digest: bytes, expires_at: datetime, by: Author) -> None:
        """Write the digest of a link, and delete the rest."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            connection.execute(_SET_HASH, (None, person.id))
            connection.execute(_SET_TOTP, (None, person.id))
            connection.execute(_FORGET_CODES, (person.id,))
            connection.execute(_FORGET_PASSKEYS, (person.id,))
            connection.execute(_INVITE, (digest, person.id, to_micros(expires_at)))
            end_sessions(connection, person.id)
            _tell(connection, by, person, {"link": "new", "expires_at": expires_at})

    def invited(self, digest: bytes, now: datetime) -> Person | None:
        """Look a link up."""
        with self._database.read() as connection:
            row = connection.execute(_INVITED, (digest, to_micros(now))).fetchone()
        return person_of(row) if row is not None else None

    def accept(self, digest: bytes, now: datetime) -> bool:
        """Delete it; of two at the same time, one wins."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            return bool(connection.execute(_ACCEPT, (digest, to_micros(now))).rowcount)


def _tell(connection: Connection, by: Author, person: Person, what: Mapping[str, object]) -> None:
    note(connection, by, ActKind.EDIT_PERSON, about(person.name), (None, what))


def _passkey(row: Sequence[Any]) -> Passkey:
    key_id, person, public_key, count, label, created, used = row
    last_used = from_micros(used) if used is not None else None
    return Passkey(bytes(key_id), person, bytes(public_key), count, label, from_micros(created), last_used)
