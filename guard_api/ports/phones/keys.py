"""What actions need of keys, of the phones that have them, and of the codes that make them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from guard_api.lists.change import Author


class Scope(StrEnum):
    """What a key opens."""

    DEVICE = "device"
    ADMIN = "admin"
    ADMIN_READ = "admin:read"
    ADMIN_LISTS = "admin:lists"
    ADMIN_KEYS = "admin:keys"
    METRICS = "metrics"

    def gives(self, other: "Scope") -> bool:
        """Say whether who has a key of this scope may make and revoke keys of another: none that opens more."""
        return self is Scope.ADMIN or (self is Scope.ADMIN_KEYS and other in {Scope.DEVICE, Scope.METRICS})


READERS = (Scope.ADMIN, Scope.ADMIN_READ, Scope.ADMIN_LISTS)
"""Who sees lists, imports, changes and reports."""
LIST_KEEPERS = (Scope.ADMIN, Scope.ADMIN_LISTS)
"""Who changes lists, and decides of reports."""
KEY_KEEPERS = (Scope.ADMIN, Scope.ADMIN_KEYS)
"""Who makes and revokes keys and codes."""


class Device(Struct, frozen=True):
    """A phone. `own_numbers` are canonical keys; `circle` says in bits whether anybody is to be told of its alarms."""

    id: str
    region: str
    own_numbers: tuple[str, ...] = ()
    carrier: str | None = None
    circle: int = 0


class Key(Struct, frozen=True):
    """An API key as it is listed; the secret itself is shown once and never kept.

    `last_used` is a day of UTC; None: not yet, as far as is known.
    """

    id: str
    scope: Scope
    label: str
    created_at: datetime
    device: Device | None = None
    revoked_at: datetime | None = None
    last_used: date | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """A code with which phones enrol, shown once; `id` names it in the audit trail, and is no secret."""

    code: str
    uses: int
    expires_at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class KeySearch:
    """Which keys: `text` begins the id of a key or its phone, or stands in the label; only those behind key `after`."""

    scope: Scope | None = None
    text: str = ""
    after: str | None = None
    limit: int | None = None


ALL_KEYS = KeySearch()


class Keys(Protocol):
    """Keys, devices and the codes that make them."""

    def authenticate(self, presented: str) -> Key | None:
        """Find the key that was presented, None when it is unknown or revoked. Raises StoreUnavailable."""
        ...

    def create(
        self, scope: Scope, label: str, now: datetime, device: Device | None = None, by: Author | None = None
    ) -> tuple[Key, str]:
        """Make a key; the second value is the secret, which is not kept. The audit trail says so of `by`."""
        ...

    def is_good(self, code: str, request_id: str | None, now: datetime) -> bool:
        """Say whether `enrol` would do something for a code."""
        ...

    def enrol(
        self, code: str, device: Device, label: str, now: datetime, request_id: str | None = None
    ) -> tuple[Device, str] | None:
        """Use up one use of `code` and make a device key; None when the code is wrong, spent or expired.

        The same `request_id` again within an hour gives the same device another key in the place of the first, and
        uses nothing up. Raises Conflict when that key was used or revoked, or the device says other things of itself.
        """
        ...

    def create_code(self, uses: int, expires_at: datetime, by: Author | None = None) -> EnrolmentCode:
        """Make an enrolment code."""
        ...

    def has_any(self) -> bool:
        """Say whether there was ever a key."""
        ...

    def list(self, search: KeySearch = ALL_KEYS) -> Sequence[Key]:
        """List keys, newest first."""
        ...

    def revoke(self, key_id: str, now: datetime, by: Author | None = None) -> bool:
        """Revoke a key; False when there is none such in use."""
        ...

    def has_device(self, device_id: str) -> bool:
        """Say whether there is such a phone."""
        ...

    def find_device(self, is_it: Callable[[str], bool]) -> str | None:
        """Give the id of the phone of which that is so, None when it is so of none."""
        ...

    def forget_device(self, device_id: str, by: Author) -> bool:
        """Forget a phone, its keys and who made its reports, which stay counted; False when there is none such."""
        ...

    def note_uses(self, now: datetime) -> None:
        """Write down the day on which keys were presented here. Raises StoreUnavailable."""
        ...

    def forget_revoked(self) -> None:
        """Have keys that were revoked elsewhere be unknown here too, whatever befalls the store later."""
        ...
