"""Counts: right over workers that come and go, and in the form that Prometheus reads."""

import os
import signal
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from guard_api.ports.operate.limits import Limit
from guard_api.ports.operate.state import Files, StoreState
from guard_api.store.shared_memory.memory import shared_by_workers
from guard_api.store.shared_memory.metrics import SharedMetrics

ROUTES = {"POST /v1/checks": ("POST", "/v1/checks"), "GET /x_y": ("GET", "/x.y")}


def metrics(file: int | None) -> SharedMetrics:
    counts = SharedMetrics(file, ["none", "critical"], ["one", "two"])
    counts.declare_routes(ROUTES)
    return counts


NOTHING_KNOWN = StoreState(ready=False, records=None, files=Files())


def values(of: SharedMetrics) -> dict[str, float]:
    body, content_type = of.exposition("", NOTHING_KNOWN)
    assert content_type.startswith("text/plain")
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


def test_what_is_counted_is_shown() -> None:
    counts = metrics(None)
    for seconds in (0.0004, 0.003, 3.0, 30.0):
        counts.answered("POST /v1/checks", 200, seconds)
    counts.answered("GET /x_y", 418, 0.1)
    counts.answered(None, 404, 0.1)
    counts.checked("critical", ["one", "two"], degraded=True)
    counts.limited(Limit.ANONYMOUS)
    counts.store_failed()
    counts.failed_over(2)
    counted = values(counts)
    assert counted["guard_request_seconds_count['/v1/checks', 'POST']"] == 4
    assert counted["guard_request_seconds_bucket['/v1/checks', '0.005', 'POST']"] == 2
    assert counted["guard_request_seconds_bucket['+Inf', '/v1/checks', 'POST']"] == 4
    assert abs(counted["guard_request_seconds_sum['/v1/checks', 'POST']"] - 33.0034) < 1e-9
    assert counted["guard_requests_total['/v1/checks', '200', 'POST']"] == 4
    assert counted["guard_requests_total['/x.y', 'GET', 'other']"] == 1
    assert counted["guard_requests_total['', '', '404']"] == 1
    assert counted["guard_checks_total['critical', 'true']"] == 1
    assert counted["guard_checks_total['critical', 'false']"] == 0
    assert (counted["guard_findings_total['one']"], counted["guard_findings_total['two']"]) == (1, 1)
    assert counted["guard_limited_total['strangers']"] == 1
    assert counted["guard_store_errors_total[]"] == 1
    assert counted["guard_valkey_failovers_total[]"] == 2


def test_scrapers_that_prefer_openmetrics_get_it() -> None:
    body, content_type = metrics(None).exposition("application/openmetrics-text; version=1.0.0", NOTHING_KNOWN)
    assert content_type.startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")


WORKER = """
import sys
from tests.store.shared_memory.test_metrics import metrics
one = metrics(int(sys.argv[1]))
one.answered("POST /v1/checks", 200, 0.01)
print("counted", flush=True)
sys.stdin.read()
"""


@pytest.mark.slow("starts a program of its own")
def test_a_worker_that_was_killed_leaves_its_counts_and_its_part_to_the_next() -> None:
    file, root = shared_by_workers().counts, Path(__file__).parents[3]
    assert file is not None
    counts, sizes = metrics(file), set()
    for _ in range(5):
        worker = Popen([executable, "-c", WORKER, str(file)], stdin=PIPE, stdout=PIPE, pass_fds=[file], cwd=root)
        assert worker.stdout is not None
        assert worker.stdin is not None
        assert worker.stdout.readline() == b"counted\n"
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        worker.stdin.close()
        sizes.add(os.fstat(file).st_size)
    assert len(sizes) == 1
    assert values(counts)["guard_requests_total['/v1/checks', '200', 'POST']"] == 5
    os.close(file)
