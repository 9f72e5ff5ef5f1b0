"""What actions need from outside, as Protocols. `app.py` hands over what fulfils them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import Protocol

from guard_api.ports.imports.bulk import BulkLoading
from guard_api.ports.imports.jobs import Jobs, Runner
from guard_api.ports.imports.spreadsheets import Spreadsheets
from guard_api.ports.imports.uploads import Uploads
from guard_api.ports.lists.expiry import Expiry
from guard_api.ports.lists.lists import Blocklist, Catalogue, Changes, Clock, Lists, Snapshots, Sync
from guard_api.ports.lists.trail import Trail
from guard_api.ports.lists.votes import Votes
from guard_api.ports.operate.backups import BackupPlan, BackupRunner, Backups
from guard_api.ports.operate.freshness import Freshness
from guard_api.ports.operate.limits import Forwarders, Metrics, RateLimiter
from guard_api.ports.operate.migrations import Migrations
from guard_api.ports.operate.state import State
from guard_api.ports.phones.keys import ALL_KEYS, Device, EnrolmentCode, Key, Keys, KeySearch, Scope
from guard_api.ports.phones.lines import Lines
from guard_api.ports.phones.reports import Reports
from guard_api.ports.phones.retention import Retention
from guard_api.ports.phones.timelines import CheckRecord, RecordedCheck, Timeline, Timelines
from guard_api.ports.policy import Policies
from guard_api.ports.reference import Reference, ReferenceData

__all__ = [
    "ALL_KEYS",
    "CheckRecord",
    "Device",
    "EnrolmentCode",
    "Health",
    "Key",
    "KeySearch",
    "RecordedCheck",
    "Reference",
    "Scope",
    "Services",
    "Timeline",
    "Timelines",
]
"""With what most actions and stores speak of."""


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
    spreadsheets: Spreadsheets
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
    freshness: Freshness
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
