"""Admins say who may use the console, and as what."""

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from guard_api.actions.people.log_in import tidy
from guard_api.errors import Conflict, Invalid, NotFound
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.people.people import Person, Role

INVITATION_LIFE = timedelta(days=2)
"""How long the link works with which somebody sets up their account."""
NAME = re.compile(r"[\w][\w.@-]{0,63}")
_TOKEN_BYTES = 32


def create_person(services: Services, name: str, role: Role, author: Author) -> tuple[Person, str]:
    """Let somebody use the console; the second value is the token of a link that works once.

    Raises Invalid, Conflict.
    """
    name = tidy(name)
    if NAME.fullmatch(name) is None:
        text = "Letters, digits and . _ - @, up to 64; the first a letter or digit."
        raise Invalid("This is no name for an account.", {"name": [text]})
    person = services.people.create(name, role, author)
    return person, invite(services, person, author)


def list_people(services: Services) -> Sequence[Person]:
    """List everybody by name."""
    return services.people.list()


def find_person(services: Services, name: str) -> Person:
    """Find somebody by name. Raises NotFound."""
    person = services.people.find(tidy(name))
    if person is None:
        raise NotFound(f"There is nobody of the name {name}.")
    return person


def set_role(services: Services, person: Person, role: Role, author: Author) -> None:
    """Have somebody be of another role; they have to log in again. Raises Conflict."""
    if role is not person.role:
        services.people.set_role(person, role, author)


def set_disabled(services: Services, person: Person, author: Author, *, disabled: bool) -> None:
    """Let somebody in no more, at once, or again. Raises Conflict."""
    services.people.set_disabled(person, author, disabled=disabled)


def invite(services: Services, person: Person, author: Author) -> str:
    """Have somebody set up their account anew, by a link that works once; returns its token. Raises Conflict."""
    if person.subject is not None:
        raise Conflict("This account is the organization's: its passwords and codes are kept there.")
    token = secrets.token_bytes(_TOKEN_BYTES)
    services.proofs.invite(person, sha256(token).digest(), author.at + INVITATION_LIFE, author)
    return urlsafe_b64encode(token).decode().rstrip("=")
