"""Changes of the lists: each has one revision, and says who, when, what and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from zlib import crc32

from guard_api.lists.cursor import Whole
from guard_api.lists.entry import Category, Entry, ListName, Match

MODULUS = 1 << 64


class ChangeKind(StrEnum):
    """What was done."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"
    IMPORT = "import"
    REVERT = "revert"
    EXPIRE = "expire"
    ACCEPT = "accept"


class ActKind(StrEnum):
    """What was done that changes no list."""

    CREATE_KEY = "create_key"
    REVOKE_KEY = "revoke_key"
    CREATE_CODE = "create_enrolment_code"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    FORGET_DEVICE = "forget_device"
    PURGE = "purge"
    SUBSCRIBE = "subscribe"
    EDIT_SUBSCRIPTION = "edit_subscription"
    UNSUBSCRIBE = "unsubscribe"
    CREATE_PERSON = "create_person"
    EDIT_PERSON = "edit_person"
    LOG_IN = "log_in"
    LOG_IN_REFUSED = "log_in_refused"
    ACCESS_REFUSED = "access_refused"
    PROPOSE = "propose"
    WITHDRAW = "withdraw"
    EDIT_POLICY = "edit_policy"
    REVERT_POLICY = "revert_policy"


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a change, when, and why."""

    who: str
    at: datetime
    why: str = ""


class Step(NamedTuple):
    """A place in the audit trail: a change of the lists, or the act of that id that was done before the next one."""

    revision: Whole
    act: Whole = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A list as of a revision: how many entries, and the checksum over all of them."""

    revision: int
    count: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Change:
    """A published change, and what its list came to with it. `reverts` is the revision that it takes back.

    `skipped` are entries that a revert left alone: changed since, or protected by now.
    """

    revision: int
    at: datetime
    who: str
    what: ChangeKind
    why: str
    list: ListName
    reverts: int | None
    added: int
    updated: int
    removed: int
    skipped: int
    count: int
    checksum: int

    @property
    def step(self) -> Step:
        """Its place in the audit trail."""
        return Step(self.revision)

    @property
    def touched(self) -> int:
        """How many entries it changed."""
        return self.added + self.updated + self.removed


def entry_sum(number: str, match: Match | str, category: Category | str, until: int | None) -> int:
    """Give one entry's part of the checksum: CRC-32 of `number,match,category,until` in UTF-8.

    `until` is the expiry in whole seconds since 1970, empty when there is none. A phone computes the same with
    java.util.zip.CRC32. The checksum of a list is the sum of its entries' parts modulo 2**64: order does not matter,
    and a change costs what it changes.
    """
    return crc32(f"{number},{match},{category},{'' if until is None else until}".encode())


def seconds(expires_at: datetime | None) -> int | None:
    """Give an expiry as phones count it: whole seconds since 1970."""
    return int(expires_at.timestamp()) if expires_at is not None else None


def sum_of(entry: Entry) -> int:
    """Give an entry's part of the checksum."""
    return entry_sum(entry.number, entry.match, entry.category, seconds(entry.expires_at))


def as_hex(checksum: int) -> str:
    """Give a checksum as phones get it: 16 hexadecimal digits."""
    return f"{checksum:016x}"


_DETAILS = ("category", "label", "source", "note", "expires_at")
"""What may be another of one entry."""


class Difference(NamedTuple):
    """A field of an entry, and what it was and is; None where there was or is no entry, or nothing is said."""

    field: str
    before: object
    after: object


def differences(before: Entry | None, after: Entry | None) -> Sequence[Difference]:
    """Return in what two versions of an entry differ; of one that comes or goes, all that is said of it."""
    pairs = [Difference(name, getattr(before, name, None), getattr(after, name, None)) for name in _DETAILS]
    return [one for one in pairs if (one.before or None) != (one.after or None)]
