"""What is measured when a scraper comes: right, of bounded cost, and left out where nobody can tell."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.health import read_metrics
from guard_api.app import made_services
from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.entry import ListName
from guard_api.ports import Services
from guard_api.ports.imports.imports import ImportOrder
from guard_api.ports.operate.state import MOST_COUNTED
from guard_api.store.installation.files import files_of
from guard_api.store.shared_memory.processes import usage_of
from guard_api.store.shared_memory.server import Replaced, ServerRecord
from guard_api.store.sql.state import SqlRecords
from guard_api.store.sqlite.backups.names import backup_name
from guard_api.store.sqlite.database import Database
from guard_api.store.sqlite.forwarders import ForwardersFile
from tests.support.clock import NOON, Clock
from tests.support.databases import services_of, unlimited
from tests.support.phones import TestPhone
from tests.support.servers import Server


def samples(services: Services) -> dict[str, float]:
    """Give every sample of the metrics, by its name and its labels in order."""
    families = text_string_to_metric_families(read_metrics(services, "")[0].decode())
    return {
        " ".join([sample.name, *(value for _, value in sorted(sample.labels.items()))]): sample.value
        for family in families
        for sample in family.samples
    }


def test_lists_reports_and_jobs_are_measured_as_they_are(services: Services, admin: TestPhone, clock: Clock) -> None:
    for number in ("13912345678", "13912345679"):
        admin.post({"number": number, "category": "fraud"}, "/v1/admin/entries")
    admin.post({"number": "13912345670", "list": "allow"}, "/v1/admin/entries")
    author = author_of(SERVER, clock(), "test")
    services.jobs.enqueue(ImportOrder(ListName.BLOCK, author, "CN"))
    clock.pass_(hours=1)
    services.jobs.enqueue(ImportOrder(ListName.BLOCK, author_of(SERVER, clock(), "test"), "CN"))
    services.jobs.begin(services.jobs.enqueue(ImportOrder(ListName.BLOCK, author, "CN", reverts=1)))
    shown = samples(services)
    assert [shown[f"guard_entries {target}"] for target in ListName] == [2, 1, 0, 0]
    assert shown["guard_lists_revision"] == 3
    assert (shown["guard_imports queued"], shown["guard_imports running"], shown["guard_imports done"]) == (2, 1, 0)
    assert (
        shown["guard_jobs import queued"],
        shown["guard_jobs revert running"],
        shown["guard_jobs import running"],
    ) == (
        2,
        1,
        0,
    )
    assert shown["guard_job_oldest_timestamp_seconds import queued"] == NOON.timestamp()
    assert "guard_job_oldest_timestamp_seconds import running" not in shown
    assert shown["guard_ready"] == 1


def test_numbers_wait_for_admins_once_enough_phones_have_reported_them(tmp_path: Path, clock: Clock) -> None:
    services = services_of(unlimited(tmp_path / "guard.db", report_devices=2), clock)
    assert samples(services)["guard_reports_waiting"] == 0
    with closing(sqlite3.connect(tmp_path / "guard.db")) as connection, connection:
        row = "INSERT INTO reported (number, devices, first_at, last_at, decision) VALUES (?, ?, 0, 0, ?)"
        for number, devices, decision in (("1", 1, ""), ("2", 2, ""), ("3", 9, ""), ("4", 9, "dismissed")):
            connection.execute(row, (number, devices, decision)).close()
    assert samples(services)["guard_reports_waiting"] == 2


def test_alarms_on_their_way_are_shown_with_when_they_are_due_and_who_does_not_take_them(
    services: Services, database: Path
) -> None:
    none = samples(services)
    assert (none["guard_deliveries_waiting"], none["guard_endpoints_failing"]) == (0, 0)
    assert "guard_delivery_due_timestamp_seconds" not in none
    with closing(sqlite3.connect(database)) as connection, connection:
        row = """INSERT INTO circle_delivery (alert, device_id, endpoint, position, began_at, due_at, attempts, dead_at,
                                              reason) VALUES (?, 'd', ?, 1, ?, ?, 1, ?, ?)"""
        for values in (
            ("a", "phone", 5_000_000, 9_000_000, None, "failed: 500"),
            ("b", "phone", 6_000_000, 8_000_000, None, "failed: 500"),
            ("a", "hook", 7_000_000, 7_000_000, None, ""),
            ("c", "old", 1_000_000, None, 2_000_000, "gone"),
        ):
            connection.execute(row, values).close()
    shown = samples(services)
    assert shown["guard_deliveries_waiting"] == 3
    assert shown["guard_endpoints_failing"] == 1
    assert shown["guard_deliveries_given_up"] == 1
    assert shown["guard_delivery_due_timestamp_seconds"] == 7
    assert shown["guard_delivery_oldest_timestamp_seconds"] == 5


def test_counts_that_could_grow_for_ever_end(services: Services, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executemany(
            "INSERT INTO reported (number, devices, first_at, last_at, decision) VALUES (?, 9, 0, 0, '')",
            ((str(n),) for n in range(MOST_COUNTED + 5)),
        ).close()
    assert samples(services)["guard_reports_waiting"] == MOST_COUNTED


def test_no_statement_walks_through_a_table(database: Path) -> None:
    opened, statements = Database(database, 1), list[str]()
    with opened.read() as connection:
        connection.set_trace_callback(statements.append)
    SqlRecords(opened, 3).count()
    with opened.read() as connection:
        connection.set_trace_callback(None)
        plans = [row[3] for sql in statements for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert plans
    assert not [step for step in plans if step.startswith("SCAN ") and step != "SCAN bounded"]


def test_where_the_database_does_not_answer_the_rest_is_measured_and_nothing_is_zero(tmp_path: Path) -> None:
    database = tmp_path / "guard.db"
    database.write_bytes(os.urandom(100_000))
    services, _ = made_services(unlimited(database))
    shown = samples(services)
    assert shown["guard_ready"] == 0
    assert shown["guard_store_errors_total"] >= 1
    assert "guard_entries block" not in shown
    assert "guard_reports_waiting" not in shown
    assert shown["guard_database_bytes"] == 100_000


def test_files_are_measured_without_being_opened(services: Services, database: Path, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    assert files_of(database, backups, NOON).backup_at is None
    backups.mkdir()
    made = (NOON - timedelta(hours=1), NOON, NOON + timedelta(hours=1))
    for name in (*(backup_name(database, at) for at in made), "other.db-20261122T113000Z.backup", "one"):
        (backups / name).touch()
    (backups / f"{backup_name(database, NOON + timedelta(seconds=-5))}.part").touch()
    services.snapshots.current()[1].close()
    files = files_of(database, backups, NOON)
    assert files.backup_at == NOON
    assert files.database_bytes == database.stat().st_size
    assert files.snapshot_revision == 0
    assert files.disk_free is not None
    assert files.disk_size is not None
    assert files.disk_free <= files.disk_size
    nothing = files_of(tmp_path / "no" / "guard.db", None, NOON)
    assert (nothing.database_bytes, nothing.log_bytes, nothing.snapshot_at, nothing.backup_at) == (None,) * 4
    assert nothing.disk_size == files.disk_size


@pytest.fixture
def child() -> Iterator[int]:
    command = [sys.executable, "-c", "print(flush=True), input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.communicate(b"\n")


def test_processes_are_measured_together_and_files_of_the_one_that_has_most(child: int) -> None:
    alone, usage = usage_of(child), usage_of(os.getpid())
    assert usage is not None
    assert alone is not None
    assert alone.processes == 1
    assert usage.processes >= 2
    assert usage.resident_bytes > alone.resident_bytes > 1 << 20
    assert usage.cpu_seconds >= alone.cpu_seconds
    assert usage.open_files is not None
    assert alone.open_files is not None
    assert usage.open_files >= alone.open_files


def test_a_process_that_is_gone_or_hidden_is_not_measured(tmp_path: Path) -> None:
    assert usage_of(1, tmp_path) is None
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text(f"7 (odd) name) S {' '.join(['1'] * 40)}")
    usage = usage_of(7, tmp_path)
    assert usage is not None
    assert (usage.processes, usage.open_files) == (1, None)
    (tmp_path / "7" / "stat").write_text("7 (cut")
    assert usage_of(7, tmp_path) is None


def test_the_main_process_counts_whom_it_replaces() -> None:
    record = ServerRecord(7, 12.5)
    record.replaced(Replaced.DIED)
    record.replaced(Replaced.DIED)
    record.replaced(Replaced.RELOAD)
    assert (record.pid, record.started_at) == (7, 12.5)
    assert [record.replacements(why) for why in Replaced] == [2, 1]


def test_each_address_that_forwards_and_is_not_trusted_is_counted_once(
    services: Services, phone: TestPhone, database: Path
) -> None:
    for _ in range(3):
        phone.client.get("/nothing", headers={"X-Forwarded-For": "203.0.113.9"})
    assert samples(services)["guard_untrusted_forwarders_total"] == 1
    assert ForwardersFile(database).addresses() == ["127.0.0.1"]


def test_a_real_server_measures_all_its_processes_and_what_it_does_again_and_again(server: Server) -> None:
    text = server.ask("GET", "/metrics", key=server.new_key("metrics"))[2].decode()
    values = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[:1] != "#"}
    assert values["guard_processes"] >= 3
    assert values["process_open_fds"] < values["process_max_fds"]
    assert values["process_resident_memory_bytes"] > 50e6
    assert values["process_cpu_seconds_total"] > 0.1
    assert values["process_start_time_seconds"] > 1.7e9
    assert values['guard_job_last_done_timestamp_seconds{kind="expire"}'] >= values["process_start_time_seconds"] - 1
    assert [name for name in values if name.startswith("guard_build_info{")]
