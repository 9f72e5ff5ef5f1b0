"""Parts that services are made of: those of circles, of operators, and of configuration alone."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import TypedDict

from guard_api.config import Config
from guard_api.delivery.addresses import public_or_in
from guard_api.delivery.channels import channels
from guard_api.delivery.webpush.vapid import new_private_key, public_key_of
from guard_api.jobs.processes import BacktestProcess, BackupProcess, ImportProcess
from guard_api.ports.backtests import BacktestRunner
from guard_api.ports.circle.backlog import Backlog
from guard_api.ports.circle.deliveries import Channel, ChannelType
from guard_api.ports.imports.jobs import Jobs, Runner
from guard_api.ports.imports.spreadsheets import Spreadsheets
from guard_api.ports.imports.subscriptions import Fetcher, Subscriptions
from guard_api.ports.imports.uploads import Uploads
from guard_api.ports.lists.expiry import Expiry
from guard_api.ports.lists.lists import Clock
from guard_api.ports.operate.backups import BackupPlan, BackupRunner, Backups
from guard_api.ports.operate.day_counts import DayCounts
from guard_api.ports.operate.migrations import Migrations
from guard_api.ports.operate.state import State
from guard_api.ports.people.settings import ConsoleSettings
from guard_api.ports.phones.retention import Retention
from guard_api.store.engine import Database
from guard_api.store.fetching.fetcher import HttpsFetcher
from guard_api.store.installation.state import InstallationState
from guard_api.store.record import Record
from guard_api.store.spreadsheets.processes import SpreadsheetProcesses
from guard_api.store.sql.circle.circle_ports import CirclePorts, circle_ports
from guard_api.store.sql.circle.endpoints import SqlEndpoints
from guard_api.store.sql.day_counts import SqlDayCounts
from guard_api.store.sql.imports.jobs import SqlJobs
from guard_api.store.sql.imports.subscriptions import SqlSubscriptions
from guard_api.store.sql.imports.uploads import FolderUploads
from guard_api.store.sql.lists.expiry import SqlExpiry
from guard_api.store.sql.phones.retention import SqlRetention
from guard_api.store.sql.state import SqlRecords


class OfCircles(CirclePorts):
    """The ports of circles and alarms."""

    backlog: Backlog
    channels: Mapping[ChannelType, Channel]
    push_key: Callable[[], str]


def of_circles(config: Config, database: Database) -> OfCircles:
    """Make what links phones, and what brings events to those who help."""

    def vapid_key() -> str:
        """Return the private key for Web Push; it is in the database, and so in its backups."""
        return SqlEndpoints(database).secret("vapid", new_private_key)

    return {
        **circle_ports(database),
        "backlog": Backlog(),
        "channels": channels(public_or_in(config.outgoing), vapid_key, config.contact),
        "push_key": lambda: public_key_of(vapid_key()),
    }


class OfOperators(TypedDict):
    """The ports of what works in the background, and of operators."""

    backtest_runner: BacktestRunner
    migrations: Migrations
    backups: Backups
    backup_runner: BackupRunner
    day_counts: DayCounts
    subscriptions: Subscriptions
    fetcher: Fetcher
    uploads: Uploads
    spreadsheets: Spreadsheets
    jobs: Jobs
    runner: Runner
    expiry: Expiry
    retention: Retention
    state: State


def of_operators(config: Config, record: Record, clock: Clock) -> OfOperators:
    """Make what works in the background, and what operators ask for."""
    database, path = record.database, config.files
    uploads, jobs = FolderUploads(path), SqlJobs(database)
    return {
        "backtest_runner": BacktestProcess(record.arguments),
        "migrations": record.migrations,
        "backups": record.backups,
        "backup_runner": BackupProcess(config.files),
        "day_counts": SqlDayCounts(database),
        "subscriptions": SqlSubscriptions(database),
        "fetcher": HttpsFetcher(),
        "uploads": uploads,
        "spreadsheets": SpreadsheetProcesses(path),
        "jobs": jobs,
        "runner": ImportProcess(jobs, uploads, clock, record.arguments),
        "expiry": SqlExpiry(database, config.history),
        "retention": SqlRetention(database, config.ages),
        "state": InstallationState(SqlRecords(database, config.report_devices), path, config.backups_folder),
    }


class OfSettings(TypedDict):
    """What services are told by configuration alone."""

    proxies: Sequence[IPv4Network | IPv6Network]
    timeline_life: timedelta
    backup_plan: BackupPlan | None
    default_region: str
    report_devices: int
    console: ConsoleSettings


def of_settings(config: Config) -> OfSettings:
    """Give what was configured."""
    return {
        "proxies": config.proxies,
        "timeline_life": config.timeline_life,
        "backup_plan": config.backup_plan,
        "default_region": config.region,
        "report_devices": config.report_devices,
        "console": config.console_settings,
    }
