"""Somebody logs in to the console, and stays so for a while."""

import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from guard_api.errors import Unauthorized
from guard_api.ports import Services
from guard_api.ports.people.people import Person, Session

IDLE = timedelta(minutes=30)
"""How long a session lasts in which nothing is done."""
LONGEST = timedelta(hours=12)
"""How long any session lasts."""
CONFIRMED = timedelta(minutes=5)
"""How long it holds that somebody has proved again who they are."""
_TOUCHED = timedelta(minutes=1)
"""How often it is noted that a session is in use."""
_TOKEN_BYTES = 32
_LONGEST_AGENT = 120
_hasher = PasswordHasher()
_NOBODYS = _hasher.hash(secrets.token_urlsafe())
"""For names that there are not: an answer takes as long as for those that there are."""


def log_in(services: Services, name: str, password: str, agent: str) -> tuple[Person, bytes]:
    """Begin a session; the second value is its token. Raises Unauthorized."""
    person = services.people.find(name)
    kept = services.people.password_of(person.id) if person is not None else None
    if not _is_right(kept or _NOBODYS, password) or person is None or kept is None or person.disabled_at is not None:
        raise Unauthorized("This name and password do not fit.")
    token = secrets.token_bytes(_TOKEN_BYTES)
    services.people.begin(person.id, token, agent[:_LONGEST_AGENT], services.clock())
    return person, token


def set_password(services: Services, person: Person, password: str) -> None:
    """Give somebody a password."""
    services.people.set_password(person.id, _hasher.hash(password))


def find_session(services: Services, token: bytes) -> Session | None:
    """Find who is logged in with a token, None when the session is over."""
    session, now = services.people.session(token), services.clock()
    if session is None:
        return None
    if session.person.disabled_at is not None or now - session.seen_at > IDLE or now - session.created_at > LONGEST:
        services.people.end(session.id)
        return None
    if now - session.seen_at > _TOUCHED:
        services.people.touch(session.id, now)
    return session


def is_confirmed(services: Services, session: Session) -> bool:
    """Say whether somebody has proved lately who they are."""
    return services.clock() - session.confirmed_at <= CONFIRMED


def _is_right(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
