"""What is brought to guardians who do not wait for it: endpoints, channels, and deliveries with their fate."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct

from guard_api.ports.circle.alerts import Alert


class ChannelType(StrEnum):
    """How events are brought."""

    WEBPUSH = "webpush"
    WEBHOOK = "webhook"


class Outcome(StrEnum):
    """What became of an attempt. All but `delivered` and `failed`, which is tried again, have the endpoint given up."""

    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"
    NOT_ALLOWED = "not_allowed"
    REDIRECTS = "redirects"


FINAL = frozenset({Outcome.GONE, Outcome.NOT_ALLOWED, Outcome.REDIRECTS})


class Attempt(Struct, frozen=True):
    """An attempt and what the other side said: a few words for people who look for the fault."""

    outcome: Outcome
    response: str = ""


class Endpoint(Struct, frozen=True):
    """Where a guardian's events go. `target` is the channel's own: keys and secrets.

    `given_up_at` and `reason`: nothing goes there any more, until it is put again.
    """

    id: str
    type: ChannelType
    url: str
    language: str
    created_at: datetime
    target: Mapping[str, str] = {}
    given_up_at: datetime | None = None
    reason: str = ""


class Delivery(Struct, frozen=True):
    """One event on its way to one endpoint. `attempts` were made before."""

    device_id: str
    endpoint: Endpoint
    alert: Alert
    attempts: int
    began_at: datetime


class DeadLetter(Struct, frozen=True):
    """A delivery that was given up, as admins see it: nothing of it says whose it was."""

    alert_id: str
    type: ChannelType
    host: str
    attempts: int
    reason: str
    dead_at: datetime


class Message(Struct, frozen=True):
    """What is sent: an id that is the same with each attempt, and JSON."""

    id: str
    body: bytes


class Channel(Protocol):
    """How one type of endpoint is spoken to."""

    def make(self, given: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
        """Read what an endpoint was said to be: its URL, and what is kept to speak to it. Raises Invalid."""
        ...

    def send(self, endpoint: Endpoint, message: Message, now: datetime) -> Attempt:
        """Try once, within seconds. Never fails otherwise than by its outcome."""
        ...


class Endpoints(Protocol):
    """Endpoints of guardians. All raise StoreUnavailable."""

    def put(self, device_id: str, endpoint: Endpoint) -> bool:
        """Make an endpoint, or have it be another one; says whether it is new. Raises Conflict where there are many."""
        ...

    def remove(self, device_id: str, endpoint_id: str) -> bool:
        """Forget an endpoint, and what was on its way to it; False: there is none."""
        ...

    def list(self, device_id: str) -> Sequence[Endpoint]:
        """List a phone's endpoints, those that were given up, too."""
        ...

    def secret(self, name: str, make: Callable[[], str]) -> str:
        """Return a secret of this server's; it is made with the first need."""
        ...


class Deliveries(Protocol):
    """Events on their way. All raise StoreUnavailable."""

    def claim(self, now: datetime, until: datetime, most: int) -> Sequence[Delivery]:
        """Take what is due, for oneself until then: who dies leaves it to others."""
        ...

    def settle(self, delivery: Delivery, attempt: Attempt, now: datetime, again_at: datetime | None) -> None:
        """Note what became of it. `again_at` None: it is done, or else given up."""
        ...

    def dead(self, after: tuple[int, str] | None, most: int) -> Sequence[tuple[tuple[int, str], DeadLetter]]:
        """List what was given up, the newest first, each with its place."""
        ...

    def tidy(self, now: datetime) -> None:
        """Forget what was given up long ago."""
        ...
