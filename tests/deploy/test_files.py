"""What ships for operators is what their own programs accept, and speaks of nothing that the server does not have."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.health import read_metrics
from guard_api.actions.operate.deploy import DEPLOY_FILES, PROGRAM, deploy_file
from guard_api.app import open_services
from guard_api.cli import main
from guard_api.jobs.handlers import PERIODIC
from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.entry import ListName
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder
from guard_api.store.copy.freshness import CopyFreshness
from guard_api.web.app import create_app
from tests.support.databases import unlimited

SHIPPED = Path("guard-api")
GUIDE = (Path(__file__).parents[2] / "guard_api" / "guides" / "operate.md").read_text("utf-8")


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"there is no {program} here")


def written(folder: Path, what: str) -> Path:
    """Write a file as an operator does."""
    file = folder / DEPLOY_FILES[what]
    file.write_text(deploy_file(what, SHIPPED))
    return file


def run(*command: object) -> str:
    """Run a program that must be content; gives what it says."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("what", DEPLOY_FILES)
def test_each_is_printed_as_it_ships(what: str) -> None:
    printed = CliRunner().invoke(main, ["deploy", what])
    assert (printed.exit_code, printed.output) == (0, deploy_file(what, SHIPPED))
    assert printed.output.endswith("\n")
    assert f"`guard-api deploy {what}`" in GUIDE


def test_what_does_not_ship_is_refused_with_what_does() -> None:
    refused = CliRunner().invoke(main, ["deploy", "kubernetes"])
    assert refused.exit_code == 2
    assert all(what in refused.output for what in DEPLOY_FILES)


def test_a_unit_starts_the_program_that_has_printed_it(tmp_path: Path) -> None:
    program = tmp_path / "guard-api"
    program.touch()
    assert f"ExecStart={PROGRAM} serve\n" in deploy_file("systemd", Path("/nowhere/guard-api"))
    assert f"ExecStart={program} serve\n" in deploy_file("systemd", program)


@needs("systemd-analyze")
def test_the_unit_is_sound_and_exposes_little(tmp_path: Path) -> None:
    unit = written(tmp_path, "systemd")
    run("systemd-analyze", "security", "--offline=true", "--threshold=25", unit)
    unit.write_text(unit.read_text().replace(PROGRAM, "/bin/true"))
    assert run("systemd-analyze", "verify", unit) == ""


@needs("systemd-analyze")
def test_what_a_node_has_beyond_the_unit_is_sound(tmp_path: Path) -> None:
    unit = written(tmp_path, "systemd")
    unit.write_text(unit.read_text().replace(PROGRAM, "/bin/true"))
    more = tmp_path / f"{unit.name}.d"
    more.mkdir()
    (more / "node.conf").write_text(deploy_file("systemd-node", SHIPPED))
    assert run("systemd-analyze", "verify", unit) == ""
    (more / "node.conf").write_text("[Service]\nRestart=perhaps\n")
    assert "perhaps" in run("systemd-analyze", "verify", unit)


@needs("caddy")
def test_caddy_takes_its_file(tmp_path: Path) -> None:
    assert "Valid configuration" in run(
        "caddy", "validate", "--adapter", "caddyfile", "--config", written(tmp_path, "caddy")
    )


@needs("hadolint")
def test_the_dockerfile_has_no_fault_that_is_known(tmp_path: Path) -> None:
    assert run("hadolint", written(tmp_path, "docker")) == ""


def test_the_container_runs_without_root_and_reports_whether_it_is_alive() -> None:
    last = deploy_file("docker", SHIPPED).rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert last.index("\nRUN ") < last.index("\nUSER ")
    probe = json.loads(re.search(r"HEALTHCHECK [^[]*CMD (\[.*\])", last)[1])  # type: ignore[index] # it is there
    compile(probe[2], "HEALTHCHECK", "exec")


@pytest.fixture
def busy(tmp_path: Path) -> Services:
    """Services of which everything is known: a job that waits, one that is done, a backup, a snapshot."""
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "guard.db-20261122T113000Z.backup").touch()
    services = open_services(replace(unlimited(tmp_path / "guard.db"), backup_to=str(folder)))
    CopyFreshness(tmp_path / "copy.db", 1).confirm(time.monotonic_ns())
    services.snapshots.current()[1].close()
    create_app(services)
    with closing(sqlite3.connect(tmp_path / "guard.db")) as connection, connection:
        connection.execute("INSERT INTO circle_delivery VALUES ('a', 'd', 'e', 1, 0, 0, 0, NULL, '')").close()
    services.jobs.enqueue(ImportOrder(ListName.BLOCK, author_of(SERVER, services.clock(), "test"), "CN"))
    services.metrics.answered("POST /v1/checks", 200, 0.01)
    for job in PERIODIC:
        services.metrics.job_done(job, services.clock().timestamp())
    return replace(services, freshness=CopyFreshness(tmp_path / "copy.db", 1))


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:guard|process)_\w+", expression))


def expressions() -> Iterator[str]:
    yield from re.findall(r"^ +expr: (.*)$", deploy_file("prometheus", SHIPPED), re.MULTILINE)
    for panel in json.loads(deploy_file("grafana", SHIPPED))["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def test_alerts_and_dashboard_ask_for_series_that_there_are_by_their_labels(busy: Services) -> None:
    families = text_string_to_metric_families(read_metrics(busy, "")[0].decode())
    there: dict[str, set[str]] = {}
    for sample in (sample for family in families for sample in family.samples):
        there.setdefault(sample.name, set()).update(sample.labels)
    queries = [*expressions()]
    assert len(queries) > 30
    assert not {name for expression in queries for name in names_in(expression)} - {*there}
    for name, labels in re.findall(r"((?:guard|process)_\w+)\{([^}]*)\}", " ".join(queries)):
        assert set(re.findall(r"(\w+)=", labels)) - {"job"} <= there[name], name


def test_panels_have_a_place_of_their_own_and_a_title() -> None:
    panels = json.loads(deploy_file("grafana", SHIPPED))["panels"]
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        at = panel["gridPos"]
        here = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not here & taken
        assert at["x"] + at["w"] <= 24
        taken |= here
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)


Series = Mapping[str, str]
HOUR = "0+0x240"
"""A value that stays zero: one sample a minute, for four hours."""
CHECKS = "guard_request_seconds_bucket{method='POST',route='/v1/checks',le='%s'}"
FIRING: Mapping[str, tuple[Series, str]] = {
    "GuardDown": ({"up{job='guard-api'}": HOUR}, "10m"),
    "GuardNotReady": ({"guard_ready": HOUR}, "10m"),
    "GuardDegraded": (
        {"guard_checks_total{degraded='true'}": "0+2x240", "guard_checks_total{degraded='false'}": "0+98x240"},
        "20m",
    ),
    "GuardImpaired": ({"guard_impairments": "1+0x240"}, "10m"),
    "GuardCopyOld": ({"guard_copy_age_seconds": "0+60x240"}, "15m"),
    "GuardFollowerGone": (
        {"guard_copy_age_seconds{instance='a'}": "0.2+0x240", "guard_copy_age_seconds{instance='b'}": "0+60x240"},
        "15m",
    ),
    "GuardCopyLags": ({"guard_copy_age_seconds": "0.2 2 2 3 0.2+0x3 2+0x240"}, "40m"),
    "GuardAdminRefused": (
        {"guard_requests_total{method='POST',route='/v1/admin/entries',status='503'}": "0+1x240"},
        "15m",
    ),
    "GuardValkeyFailover": ({"guard_valkey_failovers_total": "0+0x10 1+0x240"}, "15m"),
    "GuardAlarmsNotSent": ({"guard_delivery_due_timestamp_seconds": HOUR}, "10m"),
    "GuardAlarmsNotTaken": (
        {"guard_endpoints_failing": "5+0x240", "guard_deliveries_total{result='delivered'}": "9+0x240"},
        "30m",
    ),
    "GuardAlarmsWait": ({"guard_delivery_oldest_timestamp_seconds": HOUR}, "80m"),
    "GuardErrors": (
        {"guard_requests_total{status='503'}": "0+2x240", "guard_requests_total{status='200'}": "0+98x240"},
        "20m",
    ),
    "GuardSlowChecks": ({CHECKS % 0.25: "0+98x240", CHECKS % 0.5: "0+100x240", CHECKS % "+Inf": "0+100x240"}, "30m"),
    "GuardDiskFull": ({"guard_disk_free_bytes": "60000000+0x240"}, "1m"),
    "GuardDiskFilling": (
        {"guard_disk_free_bytes": "1000000000+0x240", "guard_database_bytes": "500000000+0x240"},
        "40m",
    ),
    "GuardLogGrows": ({"guard_database_log_bytes": "600000000+0x240"}, "20m"),
    "GuardBackupOld": ({"guard_last_backup_timestamp_seconds": "-180000+0x240"}, "2h"),
    "GuardNoBackup": ({"guard_ready": "1+0x3000"}, "49h"),
    "GuardWorkersDie": ({"guard_worker_restarts_total{reason='died'}": "0+0x10 1+0x240"}, "15m"),
    "GuardJobsStuck": ({"guard_job_oldest_timestamp_seconds{kind='import',state='running'}": HOUR}, "70m"),
    "GuardUpkeepStopped": ({"guard_job_last_done_timestamp_seconds{kind='expire'}": HOUR}, "25m"),
    "GuardImportsFail": ({"guard_imports{state='failed'}": "3+0x10 4+0x240"}, "15m"),
    "GuardFilesRunOut": (
        {"process_open_fds{job='guard-api'}": "7000+0x240", "process_max_fds{job='guard-api'}": "8192+0x240"},
        "10m",
    ),
    "GuardProxyNotTrusted": ({"guard_untrusted_forwarders_total": "1+0x240"}, "20m"),
}
WELL: Series = {
    "up{job='guard-api'}": "1+0x300",
    "guard_ready": "1+0x300",
    "guard_impairments": "0+0x300",
    "guard_checks_total{degraded='true'}": "0+0x300",
    "guard_checks_total{degraded='false'}": "0+100x300",
    "guard_copy_age_seconds": "0.2+0x300",
    "guard_requests_total{method='POST',route='/v1/admin/entries',status='201'}": "0+1x300",
    "guard_requests_total{method='GET',route='/v1/admin/entries',status='503'}": "0+0.1x300",
    "guard_valkey_failovers_total": "3+0x300",
    "guard_delivery_due_timestamp_seconds": "5+60x300",
    "guard_delivery_oldest_timestamp_seconds": "0+60x300",
    "guard_endpoints_failing": "6+0x300",
    "guard_deliveries_total{result='delivered'}": "0+1x300",
    "guard_requests_total{status='200'}": "0+100x300",
    "guard_requests_total{status='404'}": "0+100x300",
    CHECKS % 0.25: "0+100x300",
    CHECKS % "+Inf": "0+100x300",
    "guard_disk_free_bytes": "2000000000+0x300",
    "guard_database_bytes": "500000000+0x300",
    "guard_database_log_bytes": "16000000+0x300",
    "guard_last_backup_timestamp_seconds": "0+60x300",
    "guard_worker_restarts_total{reason='died'}": "2+0x300",
    "guard_worker_restarts_total{reason='reload'}": "0+1x300",
    "guard_job_oldest_timestamp_seconds{kind='import',state='running'}": "0+60x300",
    "guard_job_last_done_timestamp_seconds{kind='expire'}": "0+60x300",
    "guard_imports{state='failed'}": "3+0x300",
    "process_open_fds{job='guard-api'}": "100+0x300",
    "process_max_fds{job='guard-api'}": "8192+0x300",
    "guard_untrusted_forwarders_total": "0+0x300",
}


def case(series: Series, at: str, expression: str, *, fires: bool) -> dict[str, Any]:
    """Make a test of promtool, which asks how many alerts there are."""
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [
            {
                "expr": expression,
                "eval_time": at,
                "exp_samples": [{"labels": "{}", "value": 1}] if fires else [],
            }
        ],
    }


@pytest.mark.slow("plays hours of samples")
@needs("promtool")
def test_every_alert_fires_where_it_should_and_none_where_all_is_well(tmp_path: Path) -> None:
    rules = written(tmp_path, "prometheus")
    run("promtool", "check", "rules", rules)
    assert set(re.findall(r"alert: (\w+)", rules.read_text())) == set(FIRING)
    tests = [
        case(series, at, f"count(ALERTS{{alertname='{alert}',alertstate='firing'}})", fires=True)
        for alert, (series, at) in FIRING.items()
    ]
    tests.append(case(WELL, "4h", "count(ALERTS)", fires=False))
    # YAML holds JSON.
    file = tmp_path / "tests.yml"
    file.write_text(json.dumps({"rule_files": [rules.name], "evaluation_interval": "1m", "tests": tests}))
    run("promtool", "test", "rules", file)


def test_every_alert_explains_what_to_do_and_stands_in_the_guide() -> None:
    rules = deploy_file("prometheus", SHIPPED)
    for alert in FIRING:
        assert f"`{alert}`" in GUIDE
        own = rules.split(f"alert: {alert}\n", 1)[1].split("- alert:", 1)[0]
        assert re.search(r"severity: (?:page|ticket)\b", own)
        assert "summary: " in own
        assert "description: " in own
