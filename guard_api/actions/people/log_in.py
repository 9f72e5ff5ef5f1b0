"""Somebody logs in to the console, or proves again who they are."""

import secrets

from guard_api.actions.people.codes import use_code
from guard_api.actions.people.passwords import is_password
from guard_api.actions.people.sessions import IDLE, LONGEST
from guard_api.errors import Unauthorized
from guard_api.lists.actor import ConsoleActor, author_of
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.people.people import Person
from guard_api.ports.people.sessions import Session

_TOKEN_BYTES = 32
_LONGEST_AGENT = 160
_CONSOLE = "console"
"""Who refuses somebody of whom nothing is proved: the name may be anybody's."""


def log_in(services: Services, name: str, password: str, code: str, agent: str) -> tuple[Person, bytes]:
    """Begin a session; the second value is its token. Raises Unauthorized, which does not say what was wrong."""
    person = services.people.find(tidy(name))
    right = is_password(services, person, password)
    if person is None or person.disabled_at is not None or not right:
        raise _refused(services, person, "the password does not fit")
    if not (person.has_totp or person.recovery_codes) and person.is_secured:
        raise _refused(services, person, "has a passkey, and no code")
    if person.is_secured and not use_code(services, person, code, services.clock()):
        raise _refused(services, person, "the code does not fit")
    return person, begin(services, person, agent, "password")


def begin(services: Services, person: Person, agent: str, how: str) -> bytes:
    """Begin a session of somebody who has proved who they are; returns its token."""
    token, now = secrets.token_bytes(_TOKEN_BYTES), services.clock()
    services.sessions.end_old(now - LONGEST, now - IDLE)
    author = author_of(ConsoleActor(person.name), now, how)
    services.sessions.begin(person, token, agent[:_LONGEST_AGENT], author)
    return token


def confirm(services: Services, session: Session, proof: str) -> None:
    """Have somebody prove again who they are, with their password or a code. Raises Unauthorized."""
    person = session.person
    if not (use_code(services, person, proof, services.clock()) or is_password(services, person, proof)):
        raise _refused(services, person, "could not confirm who they are")
    services.sessions.confirm(session.id, services.clock())


def refused_at_all(services: Services, why: str) -> Unauthorized:
    """Write down that somebody could not log in of whom nothing is known; gives the refusal."""
    return _refused(services, None, why)


def _refused(services: Services, person: Person | None, why: str) -> Unauthorized:
    """Write it down: without the name that was typed, which may be a password in the wrong place."""
    about = f"person:{person.name}" if person is not None else "person"
    services.sessions.refuse(Author(_CONSOLE, services.clock(), why), about)
    return Unauthorized("This does not fit.")


def tidy(name: str) -> str:
    """Return a name as it is kept."""
    return name.strip().lower()
