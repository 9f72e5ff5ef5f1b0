"""What actions need of sessions: where people are logged in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from guard_api.lists.change import Author
from guard_api.ports.people.people import Person


@dataclass(frozen=True, slots=True)
class Session:
    """Where somebody is logged in. `id` names it in public; `confirmed_at` is when they last proved who they are."""

    id: str
    person: Person
    created_at: datetime
    seen_at: datetime
    confirmed_at: datetime
    agent: str


class Sessions(Protocol):
    """Sessions, which are found by the digest of a token that only the browser has. All raise StoreUnavailable."""

    def begin(self, person: Person, token: bytes, agent: str, by: Author) -> None:
        """Begin a session, which the audit trail tells."""
        ...

    def refuse(self, by: Author, about: str) -> None:
        """Have the audit trail tell that somebody could not log in."""
        ...

    def deny(self, by: Author, about: str) -> None:
        """Have the audit trail tell that somebody asked for more than their role allows."""
        ...

    def find(self, token: bytes) -> Session | None:
        """Find a session by its token."""
        ...

    def of(self, person_id: int) -> Sequence[Session]:
        """List somebody's sessions, the one that was used last first."""
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

    def end_all(self, person_id: int, but: str = "") -> None:
        """End all of somebody's sessions, but for one."""
        ...

    def end_old(self, begun_before: datetime, seen_before: datetime) -> None:
        """End the sessions of everybody that are too old, or were not used for long."""
        ...
