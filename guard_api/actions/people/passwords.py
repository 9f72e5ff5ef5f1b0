"""Passwords: argon2id, with the least that OWASP advises, one at a time in a process: each takes 19 MiB and 20 ms."""

import secrets
from functools import cache
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from guard_api.errors import Invalid
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.people.people import Person

SHORTEST, LONGEST = 12, 128
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_one_at_a_time = Lock()


def set_password(services: Services, person: Person, password: str, author: Author, keep: str = "") -> None:
    """Give somebody a password, and end their sessions but for one. Raises Invalid."""
    if not SHORTEST <= len(password) <= LONGEST or person.name.lower() in password.lower():
        text = f"Between {SHORTEST} and {LONGEST} characters, and without the name."
        raise Invalid("This is no good password.", {"password": [text]})
    with _one_at_a_time:
        hashed = _hasher.hash(password)
    services.proofs.set_password(person, hashed, author, keep)


def is_password(services: Services, person: Person | None, password: str) -> bool:
    """Say whether it is somebody's password; for nobody it takes as long."""
    kept = services.proofs.password_of(person.id) if person is not None else None
    try:
        with _one_at_a_time:
            return _hasher.verify(kept or _nobodys(), password[:LONGEST]) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe())
