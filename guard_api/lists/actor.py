"""Who makes a change: a key over HTTP, a person at a terminal or in the console, or the server by itself."""

from dataclasses import dataclass
from datetime import datetime

from guard_api.lists.change import Author


@dataclass(frozen=True, slots=True)
class KeyActor:
    """Whoever holds a key; `label` is what admins call it."""

    id: str
    label: str

    def __str__(self) -> str:
        """Name it as the audit trail does."""
        return f"{self.label} ({self.id})"


@dataclass(frozen=True, slots=True)
class PersonActor:
    """Whoever is logged in at a terminal of this machine."""

    login: str

    def __str__(self) -> str:
        """Name them as the audit trail does."""
        return f"cli:{self.login}"


@dataclass(frozen=True, slots=True)
class ConsoleActor:
    """Whoever is logged in to the console."""

    name: str

    def __str__(self) -> str:
        """Name them as the audit trail does."""
        return f"console:{self.name}"


@dataclass(frozen=True, slots=True)
class ServerActor:
    """The server itself: nobody asked it."""

    def __str__(self) -> str:
        """Name it as the audit trail does."""
        return "guard-api"


Actor = KeyActor | PersonActor | ConsoleActor | ServerActor
SERVER = ServerActor()


def author_of(actor: Actor, at: datetime, why: str = "") -> Author:
    """Return what is written down of who makes a change."""
    return Author(str(actor), at, why)
