"""What actions need from outside, as Protocols. `app.py` hands over what fulfils them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from importlib.resources.abc import Traversable
from ipaddress import IPv4Network, IPv6Network
from typing import Protocol

from msgspec import Struct

from guard_api.apps.app import Apps
from guard_api.engine.observations import AnyObservation
from guard_api.links.facts import LinkReader
from guard_api.links.official import OfficialDomains
from guard_api.lists.change import Author
from guard_api.numbers.claimed_names import ClaimedNames
from guard_api.numbers.directory import Directory
from guard_api.ports.backups import BackupPlan, BackupRunner, Backups
from guard_api.ports.bulk import BulkLoading
from guard_api.ports.expiry import Expiry
from guard_api.ports.jobs import Jobs, Runner
from guard_api.ports.limits import Forwarders, Metrics, RateLimiter
from guard_api.ports.lines import Lines
from guard_api.ports.lists import Blocklist, Catalogue, Changes, Clock, Lists, Snapshots, Sync
from guard_api.ports.migrations import Migrations
from guard_api.ports.policy import Policies
from guard_api.ports.reports import Reports
from guard_api.ports.retention import Retention
from guard_api.ports.state import State
from guard_api.ports.trail import Trail
from guard_api.ports.uploads import Uploads
from guard_api.ports.votes import Votes


class Scope(StrEnum):
    """What a key opens."""

    DEVICE = "device"
    ADMIN = "admin"
    METRICS = "metrics"


class Device(Struct, frozen=True):
    """A phone. `own_numbers` are canonical keys."""

    id: str
    region: str
    own_numbers: tuple[str, ...] = ()
    carrier: str | None = None


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


class CheckRecord(Struct, frozen=True):
    """One check in a timeline. `at` is when it was seen; `received_at` orders and names it.

    `digest` tells requests of one id apart that say different things; None: nobody has noted it.
    """

    received_at: datetime
    at: datetime
    observations: Sequence[AnyObservation] = ()
    request_id: str | None = None
    digest: int | None = None


class Timeline(Struct, frozen=True):
    """What a phone told lately, what came first first, and the newest time that it told of, None: nothing.

    `before` is that time as it was before the last check.
    """

    observations: Sequence[AnyObservation] = ()
    as_of: datetime | None = None
    before: datetime | None = None

    def followed_by(self, entry: CheckRecord) -> "Timeline":
        """Give the same and a check after it."""
        newest = entry.at if self.as_of is None else max(self.as_of, entry.at)
        return Timeline([*self.observations, *entry.observations], newest, self.as_of)


class RecordedCheck(Struct, frozen=True):
    """A check as recorded and all that was known with it, itself included.

    `entry` is an earlier one where the same request id was recorded before. `whole` is False where what was known
    before was lost just now.
    """

    entry: CheckRecord
    timeline: Timeline
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """The loaded reference data: official numbers and domains, who is claimed to call, and apps by package."""

    directory: Directory
    claims: ClaimedNames
    apps: Apps
    domains: OfficialDomains
    links: LinkReader


class Timelines(Protocol):
    """What phones told lately."""

    def record(self, device_id: str, entry: CheckRecord, life: timedelta) -> RecordedCheck:
        """Append `entry` and give the timeline, in one transaction. Raises StoreUnavailable."""
        ...

    def read(self, device_id: str, now: datetime, life: timedelta) -> Timeline:
        """Give the timeline without touching it. Raises StoreUnavailable."""
        ...

    def forget(self, device_id: str) -> None:
        """Delete all that a phone told, so that nothing of it is left in any file. Raises StoreUnavailable."""
        ...

    def tidy(self, now: datetime, life: timedelta) -> None:
        """Delete what is older than `life`, though no phone asks. Never fails."""
        ...


class ReferenceData(Protocol):
    """The reference data as last loaded."""

    def current(self) -> Reference:
        """Give the data, at most a second old; the last known when the store is down."""
        ...

    def load(self, now: datetime, folder: Traversable | None = None) -> Mapping[str, int]:
        """Replace all by the CSV files of `folder`, or the shipped ones; gives the rows of each list."""
        ...


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

    def forget_device(self, device_id: str, by: Author) -> bool:
        """Forget a phone, its keys and who made its reports, which stay counted; False when there is none such."""
        ...

    def note_uses(self, now: datetime) -> None:
        """Write down the day on which keys were presented here. Raises StoreUnavailable."""
        ...

    def forget_revoked(self) -> None:
        """Have keys that were revoked elsewhere be unknown here too, whatever befalls the store later."""
        ...


class Health(Protocol):
    """Whether the store answers."""

    def probe(self) -> None:
        """Write and read back. Raises StoreUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a request may need, wired by `app.py`."""

    clock: Clock
    timelines: Timelines
    lines: Lines
    blocklist: Blocklist
    lists: Lists
    catalogue: Catalogue
    changes: Changes
    uploads: Uploads
    jobs: Jobs
    runner: Runner
    bulk: BulkLoading
    sync: Sync
    expiry: Expiry
    retention: Retention
    snapshots: Snapshots
    trail: Trail
    reports: Reports
    votes: Votes
    reference: ReferenceData
    policy: Policies
    keys: Keys
    health: Health
    migrations: Migrations
    backups: Backups
    backup_runner: BackupRunner
    state: State
    forwarders: Forwarders
    rate_limiter: RateLimiter
    metrics: Metrics
    proxies: Sequence[IPv4Network | IPv6Network]
    timeline_life: timedelta
    backup_plan: BackupPlan | None
    default_region: str
    report_devices: int
