"""What actions need of the people who run the console, and of the sessions in which they are logged in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from guard_api.lists.change import Author


class Role(StrEnum):
    """What somebody may do; each may do what those before it may."""

    VIEWER = "viewer"
    """Look, but at reported numbers only masked."""
    EDITOR = "editor"
    """Entries, reports, small imports."""
    PUBLISHER = "publisher"
    """Any import, what takes much away, and others' changes taken back."""
    ADMIN = "admin"
    """People, keys and codes."""

    def includes(self, other: "Role") -> bool:
        """Say whether who has this role may do what another may."""
        order = tuple(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may log in. `zone` is an IANA time zone, `language` a tag; "": whatever the browser says."""

    id: int
    name: str
    role: Role
    language: str
    zone: str
    created_at: datetime
    disabled_at: datetime | None = None
    has_password: bool = False
    has_totp: bool = False
    passkeys: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """Where somebody is logged in. `id` names it in public; `confirmed_at` is when they last proved who they are."""

    id: str
    person: Person
    created_at: datetime
    seen_at: datetime
    confirmed_at: datetime
    agent: str


class People(Protocol):
    """People, what they prove with who they are, and where they are logged in. All raise StoreUnavailable."""

    def secret(self) -> bytes:
        """Give the random key with which this installation signs what browsers keep of forms."""
        ...

    def create(self, name: str, role: Role, by: Author) -> Person:
        """Make a person who cannot log in yet. Raises Conflict when there is one of that name."""
        ...

    def find(self, name: str) -> Person | None:
        """Find somebody by name."""
        ...

    def list(self) -> Sequence[Person]:
        """List everybody by name."""
        ...

    def password_of(self, person_id: int) -> str | None:
        """Give the hash of a password, None where there is none."""
        ...

    def set_password(self, person_id: int, password: str) -> None:
        """Keep the hash of a new password."""
        ...

    def begin(self, person_id: int, token: bytes, agent: str, now: datetime) -> None:
        """Begin a session."""
        ...

    def session(self, token: bytes) -> Session | None:
        """Find a session by its token."""
        ...

    def touch(self, session_id: str, now: datetime) -> None:
        """Note that a session is in use."""
        ...

    def confirm(self, session_id: str, now: datetime) -> None:
        """Note that its person has proved again who they are."""
        ...

    def end(self, session_id: str) -> None:
        """End a session."""
        ...
