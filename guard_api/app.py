"""Composes services from configuration: the only place where stores and clock meet. Knows nothing of the web."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypedDict

from guard_api.actions.lists.import_lists import import_now
from guard_api.actions.lists.import_queue import files_needed
from guard_api.config import Config
from guard_api.delivery.addresses import public_or_in
from guard_api.delivery.channels import channels
from guard_api.delivery.webpush.vapid import new_private_key, public_key_of
from guard_api.engine.policy import Level
from guard_api.errors import StoreUnavailable
from guard_api.jobs.handlers import PERIODIC
from guard_api.jobs.processes import BacktestProcess, BackupProcess, ImportProcess
from guard_api.links import strength
from guard_api.lists.actor import SERVER, author_of
from guard_api.messages import reader
from guard_api.ports import Services
from guard_api.ports.circle.backlog import Backlog
from guard_api.ports.imports.imports import ImportOrder
from guard_api.ports.imports.jobs import Jobs, Runner
from guard_api.ports.imports.spreadsheets import Spreadsheets
from guard_api.ports.imports.uploads import Uploads
from guard_api.ports.lists.expiry import Expiry
from guard_api.ports.lists.lists import Clock
from guard_api.ports.operate.backups import BackupRunner, Backups
from guard_api.ports.operate.installation import Installation
from guard_api.ports.operate.migrations import Migrations
from guard_api.ports.operate.state import State
from guard_api.ports.phones.retention import Retention
from guard_api.ports.policy import shipped_policy
from guard_api.store.fetching.fetcher import HttpsFetcher
from guard_api.store.installation.examination import InstallationOnDisk
from guard_api.store.installation.state import InstallationState
from guard_api.store.lmdb.timelines import remove_others, timelines_beside
from guard_api.store.memories import memory_of, valkey_facts
from guard_api.store.memory.health import RememberedHealth
from guard_api.store.shared_memory.memory import Shared
from guard_api.store.shared_memory.metrics import SharedMetrics
from guard_api.store.shared_memory.rate_limits import SharedRateLimiter
from guard_api.store.spreadsheets.processes import SpreadsheetProcesses
from guard_api.store.sql.circle.circle_ports import circle_ports
from guard_api.store.sql.circle.endpoints import SqlEndpoints
from guard_api.store.sql.contents import SqlContents
from guard_api.store.sql.day_counts import SqlDayCounts
from guard_api.store.sql.health import SqlHealth
from guard_api.store.sql.imports.jobs import SqlJobs
from guard_api.store.sql.imports.subscriptions import SqlSubscriptions
from guard_api.store.sql.imports.uploads import FolderUploads
from guard_api.store.sql.list_ports import list_ports
from guard_api.store.sql.lists.expiry import SqlExpiry
from guard_api.store.sql.people_ports import people_ports
from guard_api.store.sql.phones.keys import SqlKeys
from guard_api.store.sql.phones.reports import SqlReports
from guard_api.store.sql.phones.retention import SqlRetention
from guard_api.store.sql.reference import Known, SqlReference, shipped_rows
from guard_api.store.sql.state import SqlRecords
from guard_api.store.sql.tuning.tuning_ports import tuning_ports
from guard_api.store.sqlite.backups.backups import SqliteBackups
from guard_api.store.sqlite.database import Database, Durability
from guard_api.store.sqlite.forwarders import ForwardersFile
from guard_api.store.sqlite.in_use import recover, say_in_use
from guard_api.store.sqlite.migrations import SqliteMigrations
from guard_api.store.sqlite.revoked import revoked_keys
from guard_api.store.sqlite.servers_at_work import at_work, none_at_work
from guard_api.store.sqlite.transactions import reason_of

_log = logging.getLogger(__name__)

_START_SECONDS = 30.0
_HEALTH_SECONDS = 1.0
"""How long an answer to whether the store is well holds: balancers ask every few seconds, strangers as they like."""


def utc_now() -> datetime:
    """Give the present moment: the only place where the wall clock is read."""
    return datetime.now(UTC)


def open_services(config: Config, clock: Clock = utc_now, known: Known | None = None) -> Services:
    """Open the database, create or migrate it, and load the shipped lists at the first start. `known` is of lists.

    Not under a server of an older version, which could not go on. Raises StoreUnavailable.
    """
    # Whoever else makes or migrates it at this moment takes as long as it takes; only checks are in a hurry.
    patient, begin = made_services(replace(config, store_seconds=max(config.store_seconds, _START_SECONDS)), clock)
    with none_at_work(config.database) if patient.migrations.pending() else nullcontext():
        begin()
    return made_services(config, clock, known=known)[0]


def read_reference(config: Config) -> Known:
    """Read the lists that workers have in memory, and leave nothing open. Raises StoreUnavailable."""
    database = Database(config.database, config.store_seconds)
    try:
        SqlKeys(database).has_any()
        return SqlReference(database).read()
    finally:
        database.close()


def installation_of(config: Config) -> Installation:
    """Give what looks at an installation from outside; nothing of it is opened, made or migrated."""
    return InstallationOnDisk(
        config.database, config.host, config.port, config.backup_plan, partial(valkey_facts, config, utc_now)
    )


def made_services(
    config: Config, clock: Clock = utc_now, shared: Shared | None = None, known: Known | None = None
) -> tuple[Services, Callable[[], None]]:
    """Make the services, and what opens the database first. `shared` counts for all workers, `known` is of lists."""
    shared, policy = shared or Shared(), shipped_policy(f"{reader.REVISION}-{strength.REVISION}")
    patterns = [rule.pattern.id for rule in policy.rules]
    metrics = SharedMetrics(shared.counts, [*Level], patterns, [*PERIODIC], shared.server)
    database = Database(config.database, config.store_seconds, metrics.store_failed)
    keys = SqlKeys(database)
    memory = memory_of(config, SharedRateLimiter(shared.rate_limiter, config.quotas), metrics.store_failed, keys, clock)
    reference = SqlReference(database, known)
    vapid_key = partial(_vapid_key, database)
    services = Services(
        clock=clock,
        timelines=memory.timelines,
        lines=memory.lines,
        reference=reference,
        backtest_runner=BacktestProcess(config.database),
        keys=keys,
        reports=SqlReports(database),
        health=RememberedHealth(SqlHealth(database, memory.health), _HEALTH_SECONDS),
        forwarders=ForwardersFile(config.database, metrics.forwarder_seen),
        rate_limiter=memory.rate_limiter,
        metrics=metrics,
        day_counts=SqlDayCounts(database),
        subscriptions=SqlSubscriptions(database),
        fetcher=HttpsFetcher(),
        proxies=config.proxies,
        timeline_life=config.timeline_life,
        backup_plan=config.backup_plan,
        default_region=config.region,
        report_devices=config.report_devices,
        console=config.console_settings,
        **list_ports(database),
        **people_ports(database),
        **tuning_ports(database, policy),
        **circle_ports(database),
        backlog=Backlog(),
        channels=channels(public_or_in(config.outgoing), vapid_key, config.contact),
        push_key=lambda: public_key_of(vapid_key()),
        **_of_operators(config, database, clock),
    )
    return services, partial(_begin, services, database, reference, memory.begin)


def _vapid_key(database: Database) -> str:
    """Return the private key for Web Push; it is in the database, and so in its backups."""
    return SqlEndpoints(database).secret("vapid", new_private_key)


class _OfOperators(TypedDict):
    uploads: Uploads
    spreadsheets: Spreadsheets
    jobs: Jobs
    runner: Runner
    expiry: Expiry
    retention: Retention
    migrations: Migrations
    backups: Backups
    backup_runner: BackupRunner
    state: State


def _of_operators(config: Config, database: Database, clock: Clock) -> _OfOperators:
    """Make what works in the background, and what operators ask for."""
    uploads, jobs, path = FolderUploads(config.database), SqlJobs(database), config.database
    return {
        "uploads": uploads,
        "spreadsheets": SpreadsheetProcesses(path),
        "jobs": jobs,
        "runner": ImportProcess(jobs, uploads, clock, path),
        "expiry": SqlExpiry(database, config.history),
        "retention": SqlRetention(database, config.ages),
        "migrations": SqliteMigrations(database),
        "backups": SqliteBackups(database, jobs, SqlContents()),
        "backup_runner": BackupProcess(path),
        "state": InstallationState(SqlRecords(database, config.report_devices), path, config.backups_folder),
    }


def _begin(
    services: Services, database: Database, reference: SqlReference, begin_memory: Callable[[datetime], None]
) -> None:
    lacks_log = recover(database)
    database.open(services.clock())
    if lacks_log:
        _set_right(database, services.clock())
    if reference.load_once(services.clock()):
        _import_shipped(services)
    begin_memory(services.clock())


@contextmanager
def serving(config: Config, services: Services) -> Iterator[None]:
    """Count as a server at work. The first one cleans up after those that were killed, and after earlier boots."""
    database = Database(config.database, config.store_seconds)
    with at_work(config.database, partial(_clean_up, config, services, database), partial(_leave, database)):
        yield


def _set_right(database: Database, now: datetime) -> None:
    """Let a copy of a database in use not pass for the database: phones have been told what is not in there."""
    _log.warning(
        "%s says that a server is using it, and has no -wal: it is a copy, or another program has closed it after a "
        "crash. In a copy, what was written last is missing; `guard-api backup` makes whole ones. Phones start anew",
        database.path,
    )
    with database.write(Durability.FULL) as connection:
        SqlContents().set_right(connection, (), now)


def _leave(database: Database) -> None:
    try:
        say_in_use(database, in_use=False)
    except StoreUnavailable as error:
        _log.warning("the database still says that it is in use: %s", error)


def _clean_up(config: Config, services: Services, database: Database) -> None:
    path, _ = timelines_beside(config.database)
    try:
        say_in_use(database, in_use=True)
        remove_others(config.database, path)
        services.uploads.remove_orphans(files_needed(services.jobs, services.clock()))
        # No worker lives that remembers a key.
        revoked_keys(config.database).clear()
        ForwardersFile(config.database).clear()
    except (StoreUnavailable, OSError) as error:
        _log.warning("what was left behind is still there: %s", reason_of(error))


def _import_shipped(services: Services) -> None:
    """Begin with the lists that ship for this region: what is law in France means nothing in China."""
    for target, rows in shipped_rows(services.default_region):
        author = author_of(SERVER, services.clock(), "ships with guard_api")
        import_now(services, ImportOrder(target, author, services.default_region), [rows], lambda _: None)
