"""What is measured when a scraper comes, as Prometheus reads it. What nobody can tell now is left out, never zero."""

import platform
import resource
from collections.abc import Iterable, Mapping, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.ports.operate.state import MOST_COUNTED, Files, Records, StoreState, Undelivered
from guard_api.store.shared_memory.processes import usage_of
from guard_api.store.shared_memory.server import Replaced, ServerRecord
from guard_api.version import program_version

_ENDS = f"ends at {MOST_COUNTED}."


def gauges_of(state: StoreState) -> Iterable[Metric]:
    """Yield what is known of the program and of its store."""
    build = {"version": program_version(), "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    versions = [(tuple(build.values()), 1)]
    yield _labelled("guard_build_info", "1, with the versions of what runs here.", versions, tuple(build))
    yield _single("guard_ready", "Whether the stores take and give data, as /readyz says.", int(state.ready))
    yield _single("guard_impairments", "Things that answers have to do without, as /readyz names.", len(state.impaired))
    if state.copy_age is not None:
        yield _single(
            "guard_copy_age_seconds", "Since when the copy of this node may lack what is on the record.", state.copy_age
        )
    if state.records is not None:
        yield from _of_records(state.records)
    yield from _of_files(state.files)


def _of_records(records: Records) -> Iterable[Metric]:
    yield _single("guard_lists_revision", "The newest revision of the lists.", records.revision)
    entries = [((str(target),), count) for target, count in records.entries.items()]
    yield _labelled("guard_entries", "Entries on each list.", entries, ("list",))
    waiting = f"Reported numbers that wait for a decision; {_ENDS}"
    yield _single("guard_reports_waiting", waiting, records.reports_waiting)
    imports = [((str(state),), count) for state, count in records.imports.items()]
    yield _labelled("guard_imports", f"Imports and reverts by their state; each {_ENDS}", imports, ("state",))
    jobs = [((one.kind, str(one.state)), one.count) for one in records.unfinished]
    yield _labelled("guard_jobs", f"Jobs that are not done; each {_ENDS}", jobs, ("kind", "state"))
    oldest = [((one.kind, str(one.state)), one.oldest.timestamp()) for one in records.unfinished if one.oldest]
    yield _labelled(
        "guard_job_oldest_timestamp_seconds", "When the oldest of those jobs was asked for.", oldest, ("kind", "state")
    )
    yield from _of_deliveries(records.undelivered)


def _of_deliveries(found: Undelivered) -> Iterable[Metric]:
    yield _single("guard_deliveries_waiting", f"Events on their way to endpoints; {_ENDS}", found.waiting)
    yield _single("guard_deliveries_given_up", f"Events that were given up within a week; {_ENDS}", found.given_up)
    yield _single(
        "guard_endpoints_failing", "Endpoints that did not take an event, and are tried again.", found.failing
    )
    if found.due is not None:
        meaning = "When the next of those events is sent, or should have been."
        yield _single("guard_delivery_due_timestamp_seconds", meaning, found.due.timestamp())
    if found.oldest is not None:
        meaning = "Since when the oldest of those events waits."
        yield _single("guard_delivery_oldest_timestamp_seconds", meaning, found.oldest.timestamp())


def _of_files(files: Files) -> Iterable[Metric]:
    gauges: Mapping[str, tuple[str, float | None]] = {
        "guard_database_bytes": ("The size of the database.", files.database_bytes),
        "guard_database_log_bytes": ("The size of the database's log (-wal).", files.log_bytes),
        "guard_timelines_bytes": ("The size of the file of timelines.", files.timelines_bytes),
        "guard_disk_free_bytes": ("What is free on the database's disk.", files.disk_free),
        "guard_disk_size_bytes": ("The size of the database's disk.", files.disk_size),
        "guard_snapshot_revision": ("The revision of the snapshot for phones.", files.snapshot_revision),
        "guard_snapshot_timestamp_seconds": (
            "When the snapshot for phones was made; it is made anew only when lists have changed.",
            files.snapshot_at.timestamp() if files.snapshot_at is not None else None,
        ),
        "guard_last_backup_timestamp_seconds": (
            "When the newest backup in GUARD_BACKUP_TO was made.",
            files.backup_at.timestamp() if files.backup_at is not None else None,
        ),
    }
    for name, (meaning, value) in gauges.items():
        if value is not None:
            yield _single(name, meaning, value)


def of_server(record: ServerRecord) -> Iterable[Metric]:
    """Yield what is known of the server's processes."""
    restarts = CounterMetricFamily("guard_worker_restarts", "Workers that were replaced.", labels=("reason",))
    for why in Replaced:
        restarts.add_metric((why,), record.replacements(why))
    yield restarts
    yield _single("process_start_time_seconds", "When the server was started.", record.started_at)
    yield _single(
        "process_max_fds", "Files that a process may have open.", resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    )
    usage = usage_of(record.pid)
    if usage is None:
        return
    yield CounterMetricFamily("process_cpu_seconds", "Time of all processes.", value=usage.cpu_seconds)
    yield _single("process_virtual_memory_bytes", "Addresses of all processes.", usage.virtual_bytes)
    yield _single(
        "process_resident_memory_bytes",
        "Memory of all processes; what they share counts in each.",
        usage.resident_bytes,
    )
    yield _single("guard_processes", "Processes of the server.", usage.processes)
    if usage.open_files is not None:
        yield _single("process_open_fds", "Open files of the process that has most.", usage.open_files)


def _single(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _labelled(name: str, meaning: str, values: Iterable[tuple[Sequence[str], float]], labels: Sequence[str]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for of, value in values:
        family.add_metric(of, value)
    return family
