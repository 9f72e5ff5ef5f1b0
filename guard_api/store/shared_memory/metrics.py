"""Counts of all workers, for Prometheus.

Every series is known beforehand, so a count is one addition in memory that lies in a file. Each worker has a part of
it; a worker that dies leaves its part, and its counts, to the one that comes after it.
"""

import os
import threading
import time
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector, CollectorRegistry

from guard_api.ports.circle.deliveries import ChannelType, Outcome
from guard_api.ports.operate.limits import Limit
from guard_api.ports.operate.state import StoreState
from guard_api.store.shared_memory.gauges import gauges_of, of_server
from guard_api.store.shared_memory.parts import claimed, whole_pages
from guard_api.store.shared_memory.server import ServerRecord

_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_STATUSES = (200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 409, 410, 411, 413, 415, 422, 429, 500, 503)
_DELIVERIES = tuple((channel.value, outcome.value) for channel in ChannelType for outcome in Outcome)
_OTHER = "other"
_NO_ROUTE = ("", "")
_BUCKETS = len(_BOUNDS) + 1
_EACH = _BUCKETS + 1 + len(_STATUSES) + 1
"""Cells of a route: a histogram, its sum, and a count for each status."""


class _Families(Collector):
    """Families that are made, as prometheus_client asks for them."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


class SharedMetrics:
    """The port `Metrics`, on a file for each worker."""

    def __init__(
        self,
        file: int | None,
        levels: Sequence[str],
        patterns: Sequence[str],
        jobs: Sequence[str] = (),
        server: ServerRecord | None = None,
    ) -> None:
        """Count alone and no routes, until these are declared. Without a file, it goes on alone.

        `server` is what is known of the main process; without it, there is none but this one.
        """
        self._file = file
        self._jobs = tuple(jobs)
        self._server = server or ServerRecord(os.getpid(), time.time())
        self._lock = threading.Lock()
        self._status_at = {status: _BUCKETS + 1 + n for n, status in enumerate(_STATUSES)}
        self._levels = tuple(levels)
        self._checks = [(level, degraded) for level in levels for degraded in (False, True)]
        self._patterns = tuple(patterns)
        self._lay_out({})
        self._cells = memoryview(bytearray(self._size * 8)).cast("d")

    def declare_routes(self, routes: Mapping[str, tuple[str, str]]) -> None:
        """Count these routes, too: methods and paths by name. What was counted before is forgotten."""
        if self._routes == (_NO_ROUTE, *routes.values()):
            return
        self._lay_out(routes)
        alone = memoryview(bytearray(self._size * 8)).cast("d")
        self._cells = claimed(self._file, self._part) if self._file is not None else alone

    def _lay_out(self, routes: Mapping[str, tuple[str, str]]) -> None:
        self._routes = (_NO_ROUTE, *routes.values())
        self._route_at = {name: n * _EACH for n, name in enumerate(routes, 1)}
        self._checks_at = len(self._routes) * _EACH
        self._patterns_at = self._checks_at + len(self._checks)
        self._shadows_at = self._patterns_at + len(self._patterns)
        self._limits_at = self._shadows_at + len(self._patterns)
        self._store_at = self._limits_at + len(Limit)
        self._failovers_at = self._store_at + 1
        self._forwarders_at = self._failovers_at + 1
        self._jobs_at = self._forwarders_at + 1
        self._alerts_at = self._jobs_at + len(self._jobs)
        self._deliveries_at = self._alerts_at + len(self._levels)
        self._size = self._deliveries_at + len(_DELIVERIES)
        self._check_at = {check: at for at, check in enumerate(self._checks, self._checks_at)}
        self._pattern_at = {pattern: at for at, pattern in enumerate(self._patterns, self._patterns_at)}
        self._shadow_at = {pattern: at for at, pattern in enumerate(self._patterns, self._shadows_at)}
        self._part = whole_pages(self._size * 8)

    def answered(self, route: str | None, status: int, seconds: float) -> None:
        """Count a request."""
        at, cells = self._route_at.get(route or "", 0), self._cells
        bucket, cell = at + bisect_left(_BOUNDS, seconds), at + self._status_at.get(status, _EACH - 1)
        with self._lock:
            cells[bucket] += 1
            cells[at + _BUCKETS] += seconds
            cells[cell] += 1

    def checked(self, level: str, patterns: Iterable[str], *, degraded: bool) -> None:
        """Count a check."""
        with self._lock:
            self._cells[self._check_at[level, degraded]] += 1
            for pattern in patterns:
                self._cells[self._pattern_at[pattern]] += 1

    def watched(self, patterns: Iterable[str]) -> None:
        """Count what is only watched."""
        with self._lock:
            for pattern in patterns:
                self._cells[self._shadow_at[pattern]] += 1

    def alerted(self, level: str) -> None:
        """Count an alarm."""
        with self._lock:
            self._cells[self._alerts_at + self._levels.index(level)] += 1

    def delivered(self, channel: str, outcome: str) -> None:
        """Count an attempt to bring an event."""
        with self._lock:
            self._cells[self._deliveries_at + _DELIVERIES.index((channel, outcome))] += 1

    def limited(self, limit: Limit) -> None:
        """Count a request that was one too many."""
        with self._lock:
            self._cells[self._limits_at + tuple(Limit).index(limit)] += 1

    def store_failed(self) -> None:
        """Count a failure of the database."""
        with self._lock:
            self._cells[self._store_at] += 1

    def failed_over(self, primaries: int) -> None:
        """Count primaries of a Valkey in whose place others are."""
        with self._lock:
            self._cells[self._failovers_at] += primaries

    def forwarder_seen(self) -> None:
        """Count an address that sends X-Forwarded-For and is not trusted."""
        with self._lock:
            self._cells[self._forwarders_at] += 1

    def job_done(self, job: str, at: float) -> None:
        """Note when a job was last done, in seconds since 1970."""
        with self._lock:
            self._cells[self._jobs_at + self._jobs.index(job)] = at

    def exposition(self, accept: str, state: StoreState) -> tuple[bytes, str]:
        """Give all counts in the format that the scraper prefers, and what is measured now."""
        encode, content_type = choose_encoder(accept)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Families([*self._collect(), *gauges_of(state)]))
        return encode(registry), content_type

    def _parts(self) -> Sequence["array[float]"]:
        """Give the cells of all workers, dead ones too."""
        if self._file is None:
            return [array("d", self._cells)]
        parts = range(0, os.fstat(self._file).st_size, self._part)
        return [array("d", os.pread(self._file, self._size * 8, start)) for start in parts]

    def _collect(self) -> Iterable[Metric]:
        """Give the families of what is counted."""
        parts = self._parts()
        cells = array("d", map(sum, zip(*parts, strict=True)))
        yield from self._of_routes(cells)
        checks = CounterMetricFamily("guard_checks", "Checks by their level.", labels=("level", "degraded"))
        for (level, degraded), at in self._check_at.items():
            checks.add_metric((level, str(degraded).lower()), cells[at])
        yield checks
        findings = CounterMetricFamily("guard_findings", "Patterns that fired in checks.", labels=("pattern",))
        for pattern, at in self._pattern_at.items():
            findings.add_metric((pattern,), cells[at])
        yield findings
        watched = "Patterns that are only watched, and would have fired in checks."
        shadows = CounterMetricFamily("guard_shadow_findings", watched, labels=("pattern",))
        for pattern, at in self._shadow_at.items():
            shadows.add_metric((pattern,), cells[at])
        yield shadows
        yield from self._of_circles(cells)
        limited = CounterMetricFamily("guard_limited", "Requests that were one too many.", labels=("limit",))
        for at, limit in enumerate(Limit, self._limits_at):
            limited.add_metric((limit,), cells[at])
        yield limited
        yield CounterMetricFamily("guard_store_errors", "Failures of the database.", value=cells[self._store_at])
        failovers = "Primaries of a Valkey in whose place others were found; each worker finds it for itself."
        yield CounterMetricFamily("guard_valkey_failovers", failovers, value=cells[self._failovers_at])
        forwarders = "Addresses that send X-Forwarded-For and are not trusted; the first few."
        yield CounterMetricFamily("guard_untrusted_forwarders", forwarders, value=cells[self._forwarders_at])
        done = GaugeMetricFamily("guard_job_last_done_timestamp_seconds", "When a job was last done.", labels=("kind",))
        for at, job in enumerate(self._jobs, self._jobs_at):
            if latest := max(part[at] for part in parts):
                done.add_metric((job,), latest)
        yield done
        yield from of_server(self._server)

    def _of_circles(self, cells: Sequence[float]) -> Iterable[Metric]:
        alerts = CounterMetricFamily("guard_alerts", "Alarms that guardians are told of.", labels=("level",))
        for at, level in enumerate(self._levels, self._alerts_at):
            alerts.add_metric((level,), cells[at])
        yield alerts
        attempts = "Attempts to bring an event to an endpoint, by what became of them."
        deliveries = CounterMetricFamily("guard_deliveries", attempts, labels=("channel", "result"))
        for at, labels in enumerate(_DELIVERIES, self._deliveries_at):
            deliveries.add_metric(labels, cells[at])
        yield deliveries

    def _of_routes(self, cells: Sequence[float]) -> Iterable[Metric]:
        times = HistogramMetricFamily(
            "guard_request_seconds", "Time until an answer began.", labels=("method", "route")
        )
        statuses = CounterMetricFamily(
            "guard_requests", "Requests by their answer.", labels=("method", "route", "status")
        )
        for at, route in zip(range(0, self._checks_at, _EACH), self._routes, strict=True):
            total, buckets = 0.0, []
            for bound, count in zip((*map(str, _BOUNDS), "+Inf"), cells[at : at + _BUCKETS], strict=True):
                total += count
                buckets.append((bound, total))
            if total:
                times.add_metric(route, buckets, cells[at + _BUCKETS])
            for status, count in zip((*_STATUSES, _OTHER), cells[at + _BUCKETS + 1 : at + _EACH], strict=True):
                if count:
                    statuses.add_metric((*route, str(status)), count)
        yield times
        yield statuses
