"""What actions need from outside, as Protocols. `app.py` hands over what fulfils them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import Protocol

from guard_api.ports.backtests import BacktestRunner, Backtests
from guard_api.ports.circle.alerts import Alerts
from guard_api.ports.circle.backlog import Backlog
from guard_api.ports.circle.deliveries import Channel, ChannelType, Deliveries, Endpoints
from guard_api.ports.circle.links import Links
from guard_api.ports.imports.bulk import BulkLoading
from guard_api.ports.imports.jobs import Jobs, Runner
from guard_api.ports.imports.spreadsheets import Spreadsheets
from guard_api.ports.imports.subscriptions import Fetcher, Subscriptions
from guard_api.ports.imports.uploads import Uploads
from guard_api.ports.lists.catalogue import Catalogue
from guard_api.ports.lists.expiry import Expiry
from guard_api.ports.lists.lists import Blocklist, Changes, Clock, Lists, Snapshots, Sync
from guard_api.ports.lists.trail import Trail
from guard_api.ports.lists.votes import Votes
from guard_api.ports.operate.backups import BackupPlan, BackupRunner, Backups
from guard_api.ports.operate.day_counts import DayCounts
from guard_api.ports.operate.freshness import Freshness
from guard_api.ports.operate.limits import Forwarders, Metrics, RateLimiter
from guard_api.ports.operate.migrations import Migrations
from guard_api.ports.operate.state import State
from guard_api.ports.people.people import People
from guard_api.ports.people.proofs import Proofs
from guard_api.ports.people.proposals import Proposals
from guard_api.ports.people.sessions import Sessions
from guard_api.ports.people.settings import ConsoleSettings
from guard_api.ports.phones.feedback import FeedbackBox
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

    def impairments(self) -> Sequence[str]:
        """Name what answers have to do without now, and what will soon be so. Never fails."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a request may need, wired by `app.py`."""

    clock: Clock
    timelines: Timelines
    lines: Lines
    links: Links
    alerts: Alerts
    backlog: Backlog
    endpoints: Endpoints
    deliveries: Deliveries
    channels: Mapping[ChannelType, Channel]
    push_key: Callable[[], str]
    blocklist: Blocklist
    lists: Lists
    catalogue: Catalogue
    changes: Changes
    uploads: Uploads
    spreadsheets: Spreadsheets
    jobs: Jobs
    runner: Runner
    bulk: BulkLoading
    subscriptions: Subscriptions
    fetcher: Fetcher
    sync: Sync
    expiry: Expiry
    retention: Retention
    snapshots: Snapshots
    trail: Trail
    reports: Reports
    votes: Votes
    reference: ReferenceData
    policy: Policies
    feedback: FeedbackBox
    backtests: Backtests
    backtest_runner: BacktestRunner
    keys: Keys
    people: People
    proofs: Proofs
    sessions: Sessions
    proposals: Proposals
    console: ConsoleSettings
    health: Health
    freshness: Freshness
    migrations: Migrations
    backups: Backups
    backup_runner: BackupRunner
    state: State
    forwarders: Forwarders
    rate_limiter: RateLimiter
    metrics: Metrics
    day_counts: DayCounts
    proxies: Sequence[IPv4Network | IPv6Network]
    timeline_life: timedelta
    backup_plan: BackupPlan | None
    default_region: str
    report_devices: int
