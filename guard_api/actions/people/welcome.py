"""Somebody sets up an account with the link that they were given."""

from base64 import urlsafe_b64decode
from binascii import Error
from hashlib import sha256

from guard_api.actions.people.log_in import begin
from guard_api.actions.people.passwords import set_password
from guard_api.errors import Gone
from guard_api.lists.actor import ConsoleActor, author_of
from guard_api.ports import Services
from guard_api.ports.people.people import Person


def invited(services: Services, token: str) -> Person:
    """Find whom a link is for. Raises Gone."""
    person = services.proofs.invited(_digest(token), services.clock())
    if person is None or person.disabled_at is not None:
        raise Gone("This link has been used, or is too old. Ask an admin for a new one.")
    return person


def accept(services: Services, token: str, password: str, agent: str) -> bytes:
    """Set a password with a link, which is used up by that; returns the token of a session. Raises Gone, Invalid."""
    person, now = invited(services, token), services.clock()
    set_password(services, person, password, author_of(ConsoleActor(person.name), now, "with a link"))
    if not services.proofs.accept(_digest(token), now):
        raise Gone("This link has been used. Ask an admin for a new one.")
    return begin(services, person, agent, "link")


def _digest(token: str) -> bytes:
    try:
        return sha256(urlsafe_b64decode(f"{token}=")).digest()
    except (Error, ValueError):
        return b""
