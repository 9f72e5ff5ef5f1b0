"""What actions need of the people who run the console."""

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
    """Somebody who may log in. `zone` is an IANA time zone, `language` a tag; "": whatever the browser says.

    Who has a `subject` logs in with the organization's own accounts (OpenID Connect), and proves there who they are.
    """

    id: int
    name: str
    role: Role
    language: str
    zone: str
    created_at: datetime
    disabled_at: datetime | None
    has_password: bool
    has_totp: bool
    passkeys: int
    recovery_codes: int
    subject: str | None = None

    @property
    def is_secured(self) -> bool:
        """Say whether they prove with two things who they are."""
        return self.has_totp or self.passkeys > 0 or self.subject is not None


class People(Protocol):
    """Everybody who may use the console. What is changed is in the audit trail. All raise StoreUnavailable."""

    def secret(self) -> bytes:
        """Give the random key with which this installation signs what browsers keep of forms."""
        ...

    def create(self, name: str, role: Role, by: Author, subject: str | None = None) -> Person:
        """Make a person who cannot log in yet. Raises Conflict when there is one of that name."""
        ...

    def find(self, name: str) -> Person | None:
        """Find somebody by name."""
        ...

    def with_subject(self, subject: str) -> Person | None:
        """Find somebody by what the organization's accounts call them."""
        ...

    def list(self) -> Sequence[Person]:
        """List everybody by name."""
        ...

    def set_role(self, person: Person, role: Role, by: Author) -> None:
        """Give somebody a role, and end their sessions. Raises Conflict where no admin would be left."""
        ...

    def set_disabled(self, person: Person, by: Author, *, disabled: bool) -> None:
        """Let somebody in no more, and end their sessions, or let them in again. Raises Conflict like `set_role`."""
        ...

    def set_habits(self, person_id: int, language: str, zone: str) -> None:
        """Keep in which language and time zone somebody reads."""
        ...
