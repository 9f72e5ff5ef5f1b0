"""Composes services from configuration: the only place where stores and clock meet. Knows nothing of the web."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from guard_api.actions.imports.import_lists import import_now
from guard_api.actions.imports.import_queue import files_needed
from guard_api.config import Config
from guard_api.engine.policy import Level
from guard_api.errors import StoreUnavailable
from guard_api.jobs.handlers import PERIODIC
from guard_api.links import strength
from guard_api.lists.actor import SERVER, author_of
from guard_api.messages import reader
from guard_api.parts import of_circles, of_operators, of_settings
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder
from guard_api.ports.lists.lists import Clock
from guard_api.ports.operate.installation import Installation
from guard_api.ports.policy import shipped_policy
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store.installation.examination import InstallationOnDisk
from guard_api.store.lmdb.timelines import remove_others, timelines_beside
from guard_api.store.memories import memory_of, valkey_facts
from guard_api.store.memory.health import RememberedHealth
from guard_api.store.record import Record, record_of, record_of_node
from guard_api.store.shared_memory.memory import Shared
from guard_api.store.shared_memory.metrics import SharedMetrics
from guard_api.store.shared_memory.rate_limits import SharedRateLimiter
from guard_api.store.sql.list_ports import list_ports
from guard_api.store.sql.lists.reports import SqlReports
from guard_api.store.sql.people_ports import people_ports
from guard_api.store.sql.phones.keys import SqlKeys
from guard_api.store.sql.reference import Known, SqlReference, shipped_rows
from guard_api.store.sql.tuning.tuning_ports import tuning_ports
from guard_api.store.sqlite.forwarders import ForwardersFile
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
    migrates = not isinstance(config.database, PostgresUrl) and patient.migrations.pending()
    with none_at_work(config.files) if migrates else nullcontext():
        begin()
    return made_services(config, clock, known=known)[0]


def read_reference(config: Config) -> Known:
    """Read the lists that workers have in memory, and leave nothing open. Raises StoreUnavailable."""
    database = record_of_node(config).copy
    try:
        SqlKeys(database).has_any()
        return SqlReference(database).read()
    finally:
        database.close()


def installation_of(config: Config) -> Installation:
    """Give what looks at an installation from outside; nothing of it is opened, made or migrated."""
    return InstallationOnDisk(
        config.files, config.host, config.port, config.backup_plan, partial(valkey_facts, config, utc_now)
    )


def made_services(
    config: Config,
    clock: Clock = utc_now,
    shared: Shared | None = None,
    known: Known | None = None,
    make_record: Callable[[Config, Callable[[], None]], Record] = record_of,
) -> tuple[Services, Callable[[], None]]:
    """Make the services, and what opens the database first. `shared` counts for all workers, `known` is of lists.

    Workers of a node make the record with its copy, from which they answer phones; all others ask the record itself.
    """
    shared, policy = shared or Shared(), shipped_policy(f"{reader.REVISION}-{strength.REVISION}")
    patterns = [rule.pattern.id for rule in policy.rules]
    metrics = SharedMetrics(shared.counts, [*Level], patterns, [*PERIODIC], shared.server)
    record = make_record(config, metrics.store_failed)
    database, copy = record.database, record.copy
    keys = SqlKeys(database, copy)
    memory = memory_of(config, SharedRateLimiter(shared.rate_limiter, config.quotas), metrics, keys, clock)
    reference = SqlReference(database, known, copy)
    services = Services(
        clock=clock,
        timelines=memory.timelines,
        lines=memory.lines,
        reference=reference,
        keys=keys,
        reports=SqlReports(database),
        health=RememberedHealth(record.health(memory.health), _HEALTH_SECONDS),
        freshness=record.freshness,
        forwarders=ForwardersFile(config.files, metrics.forwarder_seen),
        rate_limiter=memory.rate_limiter,
        metrics=metrics,
        **list_ports(database, copy),
        **people_ports(database),
        **tuning_ports(database, copy, policy),
        **of_circles(config, database),
        **of_operators(config, record, clock),
        **of_settings(config),
    )
    return services, partial(_begin, services, record, reference, memory.begin)


def _begin(
    services: Services, record: Record, reference: SqlReference, begin_memory: Callable[[datetime], None]
) -> None:
    record.open(services.clock())
    # A copy is filled by what follows.
    if record.freshness.age() is None and reference.load_once(services.clock()):
        _import_shipped(services)
    begin_memory(services.clock())


@contextmanager
def serving(config: Config, services: Services) -> Iterator[None]:
    """Count as a server at work. The first one cleans up after those that were killed, and after earlier boots."""
    record = record_of(config)
    record.prepare(services.clock())
    with at_work(config.files, partial(_clean_up, config, services, record), record.leave):
        yield


def _clean_up(config: Config, services: Services, record: Record) -> None:
    path, _ = timelines_beside(config.files)
    try:
        record.enter()
        remove_others(config.files, path)
        services.uploads.remove_orphans(files_needed(services.jobs, services.clock()))
        # No worker lives that remembers a key.
        revoked_keys(config.files).clear()
        ForwardersFile(config.files).clear()
    except (StoreUnavailable, OSError) as error:
        _log.warning("what was left behind is still there: %s", reason_of(error))


def _import_shipped(services: Services) -> None:
    """Begin with the lists that ship for this region: what is law in France means nothing in China."""
    for target, rows in shipped_rows(services.default_region):
        author = author_of(SERVER, services.clock(), "ships with guard_api")
        import_now(services, ImportOrder(target, author, services.default_region), [rows], lambda _: None)
