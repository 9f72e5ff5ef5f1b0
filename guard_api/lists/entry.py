"""What stands on the lists: entries, of numbers or of domains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import asdict


class Match(StrEnum):
    """Whether the entry is one number, all that begin so, or a domain and all below it."""

    EXACT = "exact"
    PREFIX = "prefix"
    DOMAIN = "domain"

    @property
    def subject(self) -> "Subject":
        """Say what it matches."""
        return Subject.DOMAIN if self is Match.DOMAIN else Subject.NUMBER


class Category(StrEnum):
    """Why it is listed. Fraud is a warning, everything else a notice."""

    FRAUD = "fraud"
    SPAM = "spam"
    TELEMARKETING = "telemarketing"
    ROBOCALL = "robocall"
    OTHER = "other"


class Subject(StrEnum):
    """What a list is of. The word is what the key of an entry is called wherever entries are written down."""

    NUMBER = "number"
    DOMAIN = "domain"

    @property
    def matches(self) -> Sequence[Match]:
        """List the ways in which an entry can match, the usual one first."""
        return tuple(match for match in Match if match.subject is self)

    @property
    def category(self) -> Category:
        """Give the category of entries of which nobody says one: domains are listed for fraud, numbers for much."""
        return Category.FRAUD if self is Subject.DOMAIN else Category.OTHER

    @property
    def lists(self) -> Sequence["ListName"]:
        """List the lists of it, the one that blocks first."""
        return tuple(name for name in ListName if name.subject is self)


class ListName(StrEnum):
    """Which list: what is allowed beats what is blocked."""

    BLOCK = "block"
    ALLOW = "allow"
    BLOCK_DOMAINS = "block_domains"
    ALLOW_DOMAINS = "allow_domains"

    @property
    def subject(self) -> Subject:
        """Say what the list is of."""
        return Subject.DOMAIN if self in {ListName.BLOCK_DOMAINS, ListName.ALLOW_DOMAINS} else Subject.NUMBER

    @property
    def allows(self) -> bool:
        """Say whether what stands on it is let through."""
        return self in {ListName.ALLOW, ListName.ALLOW_DOMAINS}

    @property
    def allowing(self) -> "ListName":
        """Give the list of what is allowed that goes with this one."""
        return self.subject.lists[1]


class Entry(Struct, frozen=True):
    """One number, prefix or domain on a list, in canonical form: `+8613912345678`, `+3316`, `CN:10657`, `evil.top`.

    `number` holds a domain when `match` says so. It counts until `expires_at`, which is a whole second.
    """

    number: str
    match: Match = Match.EXACT
    category: Category = Category.OTHER
    label: str = ""
    source: str = ""
    note: str = ""
    expires_at: datetime | None = None

    def counts(self, now: datetime) -> bool:
        """Say whether it has not expired."""
        return self.expires_at is None or self.expires_at > now

    def fields(self) -> Mapping[str, Any]:
        """Give all of it as it is written down: a domain is called `domain`."""
        return named_fields(self)


def named_fields(one: Struct) -> Mapping[str, Any]:
    """Give what has a number and a match under the names of its fields, a domain as `domain`."""
    values = asdict(one)
    return {values["match"].subject.value: values.pop("number"), **values}


class EntryKey(NamedTuple):
    """Which entry of which list: there is one at most."""

    list: ListName
    match: Match
    number: str

    @property
    def id(self) -> str:
        """Name the entry in one word: `block:prefix:+3316`, `block_domains:domain:evil.top`."""
        return ":".join(self)

    @classmethod
    def from_id(cls, name: str) -> "EntryKey | None":
        """Read the name again, None when it cannot be one."""
        parts = name.split(":", 2)
        if len(parts) != len(cls._fields) or parts[0] not in {*ListName} or parts[1] not in {*Match}:
            return None
        key = cls(ListName(parts[0]), Match(parts[1]), parts[2])
        return key if key.match.subject is key.list.subject else None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a row does not become an entry. `conflict` names the official number or domain that it would cover."""

    reason: str
    conflict: str | None = None


class Reader(Protocol):
    """Reads what somebody wrote down, for one list."""

    def read(self, entry: Entry) -> Entry | Rejected:
        """Give `entry` with its number or domain in canonical form, or why it cannot stand on the list."""
        ...

    def covers(self, number: str, match: Match) -> Rejected | None:
        """Say why what is canonical may not stand on the list for whom it would cover, None when it may."""
        ...
