"""What a look at an installation makes of what it sees: each fault is named, with a remedy, and nothing else is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from guard_api.actions.operate.doctor import exit_code, findings_of, worst_of
from guard_api.actions.operate.finding import Finding, Verdict, size
from guard_api.ports.operate.installation import (
    BackupFacts,
    DatabaseFacts,
    Facts,
    FileFacts,
    MachineFacts,
    OwnedFile,
    ServerFacts,
)
from guard_api.ports.operate.state import Undelivered
from tests.support.clock import NOON

DB = Path("/srv/guard.db")
OURS = ("change", "key", "listed", "meta")
SOUND = DatabaseFacts(
    exists=True,
    newest_schema=8,
    tables=OURS,
    schema=8,
    newest_change=NOON - timedelta(days=1),
    reference_revision=1,
    reference_loaded=NOON - timedelta(days=30),
    undelivered=Undelivered(),
)
FILES = FileFacts(
    folder=OwnedFile(DB.parent, "guard", 0o040700),
    owned=[OwnedFile(DB, "guard", 0o100600)],
    database_bytes=100 << 20,
    database_at=NOON,
    log_bytes=4 << 20,
    log_at=NOON,
    has_journal=False,
    disk_free=10 << 30,
)
MACHINE = MachineFacts("3.53.4", "3.51.3", True, "the server", 8192, None, None, 1 << 35, True)  # noqa: FBT003
WELL = Facts(SOUND, FILES, ServerFacts(True, 7, True), MACHINE, BackupFacts(Path("/b"), True, NOON), [])  # noqa: FBT003


def found(facts: Facts, trusted: Sequence[str] = (), mine: str | None = None) -> Mapping[str, Finding]:
    """Give the worst finding of each check."""
    findings = findings_of(facts, NOON, [ip_network(one) for one in trusted], mine)
    order = [*Verdict]
    return {one.check: one for one in sorted(findings, key=lambda one: order.index(one.verdict))}


def test_where_all_is_well_each_check_reports_it_once_and_the_code_is_0() -> None:
    findings = findings_of(WELL, NOON, [], None)
    assert {one.verdict for one in findings} == {Verdict.OK}
    assert len({one.check for one in findings}) == len(findings) == 13
    assert not any(one.remedy for one in findings)
    assert (worst_of(findings), exit_code(findings)) == (Verdict.OK, 0)


def database(**changed: object) -> Facts:
    return replace(WELL, database=replace(SOUND, **changed))  # type: ignore[arg-type] # a test knows the types


def files(**changed: object) -> Facts:
    return replace(WELL, files=replace(FILES, **changed))  # type: ignore[arg-type] # a test knows the types


def machine(**changed: object) -> Facts:
    return replace(WELL, machine=replace(MACHINE, **changed))  # type: ignore[arg-type] # a test knows the types


def owned(*owners: tuple[str, str, int]) -> Sequence[OwnedFile]:
    return [OwnedFile(Path(f"{DB}{ending}"), owner, mode) for ending, owner, mode in owners]


STOPPED = ServerFacts(at_work=False)
MISSING = DatabaseFacts(exists=False, newest_schema=8)
UNREADABLE = DatabaseFacts(exists=True, newest_schema=8, faults=["SQLITE_NOTADB: file is not a database"])
FAULTS: Mapping[str, tuple[Facts, str, Verdict, str]] = {
    "no database": (replace(files(log_bytes=None), database=MISSING), "database", Verdict.ERROR, "there is none"),
    "no SQLite": (replace(WELL, database=UNREADABLE), "database", Verdict.ERROR, "file is not a database"),
    "copied without its -wal": (database(tables=(), schema=0), "database", Verdict.ERROR, "empty, without a schema"),
    "of another program": (database(tables=("bookmarks",)), "database", Verdict.ERROR, "another program"),
    "of a newer version": (database(schema=9), "database", Verdict.ERROR, "made by a newer guard_api (9 > 8)"),
    "of an older version": (database(schema=7), "database", Verdict.OK, "brings it to 8"),
    "damaged": (database(faults=["Page 7: never used"]), "integrity", Verdict.ERROR, "Page 7: never used"),
    "a log alone": (replace(files(log_bytes=0), database=MISSING), "files", Verdict.ERROR, "-wal without a database"),
    "a log of before": (
        replace(files(log_at=NOON - timedelta(minutes=2)), server=STOPPED),
        *("files", Verdict.ERROR, "another database was put here"),
    ),
    "what a restore has put away": (
        files(owned=[OwnedFile(DB, "guard", 0o100600), OwnedFile(Path(f"{DB}.replaced-1"), "guard", 0o100600)]),
        *("files", Verdict.OK, f"a restore has put away {DB}.replaced-1"),
    ),
    "a log without anything in it": (
        replace(files(log_at=NOON - timedelta(days=2), log_bytes=0), server=STOPPED),
        *("files", Verdict.OK, "nothing is left over"),
    ),
    "an older log of a server at work": (files(log_at=NOON - timedelta(days=2)), "files", Verdict.OK, "nothing"),
    "a journal": (files(has_journal=True), "files", Verdict.WARNING, "-journal"),
    "a log that grows": (files(log_bytes=1 << 30), "files", Verdict.WARNING, "has grown to 1.07 GB"),
    "a folder for all": (files(folder=OwnedFile(DB.parent, "guard", 0o040777)), "permissions", Verdict.ERROR, "/srv"),
    "a folder as /tmp": (files(folder=OwnedFile(DB.parent, "root", 0o041777)), "permissions", Verdict.OK, "alone"),
    "readable by all": (files(owned=owned(("", "guard", 0o644))), "permissions", Verdict.WARNING, "look into /srv"),
    "a group that may read": (files(owned=owned(("", "guard", 0o640))), "permissions", Verdict.OK, "alone"),
    "made by root": (
        files(owned=owned(("", "guard", 0o600), ("-wal", "root", 0o600))),
        *("permissions", Verdict.ERROR, "/srv/guard.db-wal belongs to root, not to guard"),
    ),
    "made by somebody": (
        files(owned=owned(("", "guard", 0o600), (".lock", "eve", 0o600))),
        *("permissions", Verdict.WARNING, "belongs to eve"),
    ),
    "a folder that cannot be seen": (files(folder=None), "permissions", Verdict.UNKNOWN, "cannot be looked at"),
    "a full disk": (files(disk_free=1 << 20), "disk", Verdict.ERROR, "1.05 MB are free"),
    "a disk without room for a backup": (files(disk_free=300 << 20), "disk", Verdict.WARNING, "may not fit"),
    "a disk that nobody can measure": (files(disk_free=None), "disk", Verdict.UNKNOWN, "nobody can tell"),
    "an unsafe SQLite": (machine(sqlite="3.40.1", is_safe_sqlite=False), "sqlite", Verdict.WARNING, "WAL-reset"),
    "a clock that was set back": (database(newest_change=NOON + timedelta(hours=1)), "clock", Verdict.ERROR, "13:00"),
    "a clock that nothing keeps": (machine(clock_is_kept=False), "clock", Verdict.UNKNOWN, "nothing keeps it"),
    "a clock of which nobody knows": (machine(clock_is_kept=None), "clock", Verdict.OK, "2026-11-22 12:00 UTC"),
    "few files": (machine(open_files=1024), "limits", Verdict.WARNING, "may open 1024 files"),
    "hardly any files": (machine(open_files=256), "limits", Verdict.ERROR, "may open 256 files"),
    "any number of files": (machine(open_files=None), "limits", Verdict.OK, "any number of files"),
    "few addresses": (machine(address_space=4 << 30), "limits", Verdict.ERROR, "RLIMIT_AS"),
    "enough addresses": (machine(address_space=1 << 40), "limits", Verdict.OK, "8192"),
    "small files": (machine(file_size=1 << 20), "limits", Verdict.ERROR, "RLIMIT_FSIZE"),
    "no server": (replace(WELL, server=STOPPED), "server", Verdict.OK, "none is at work"),
    "a server that is not ready": (
        replace(WELL, server=ServerFacts(True, None, False)),  # noqa: FBT003
        *("server", Verdict.ERROR, "not ready"),
    ),
    "a server elsewhere": (
        replace(WELL, server=ServerFacts(True)),  # noqa: FBT003
        *("server", Verdict.UNKNOWN, "does not answer where"),
    ),
    "a proxy": (
        replace(WELL, forwarders=["10.0.0.1", "fd00::1", "8.8.8.8"]),
        *("proxies", Verdict.WARNING, "X-Forwarded-For comes from 10.0.0.1, fd00::1, which is not trusted"),
    ),
    "somebody who pretends": (replace(WELL, forwarders=["8.8.8.8"]), "proxies", Verdict.UNKNOWN, "comes from 8.8.8.8"),
    "reference data never loaded": (database(reference_revision=None), "reference", Verdict.WARNING, "never"),
    "reference data of before": (database(reference_loaded=None), "reference", Verdict.UNKNOWN, "earlier version"),
    "old reference data": (
        database(reference_loaded=NOON - timedelta(days=400)),
        *("reference", Verdict.WARNING, "are of 2025-10-18"),
    ),
    "alarms that nobody sends": (
        database(undelivered=Undelivered(7, due=NOON - timedelta(minutes=3), oldest=NOON - timedelta(minutes=3))),
        *("deliveries", Verdict.ERROR, "alarms are not sent: 7 events on the way, and the next one is 3 minutes late"),
    ),
    "alarms that an endpoint does not take": (
        database(undelivered=Undelivered(1, 1, due=NOON + timedelta(minutes=9), oldest=NOON - timedelta(hours=3))),
        *("deliveries", Verdict.WARNING, "one endpoint of guardians took no alarm, some for 3 hours; one event"),
    ),
    "alarms that will arrive": (
        database(undelivered=Undelivered(2, 2, 40, due=NOON, oldest=NOON - timedelta(minutes=30))),
        *("deliveries", Verdict.OK, "2 events on the way to guardians, 40 given up"),
    ),
    "no backups known": (replace(WELL, backup=BackupFacts(None)), "backup", Verdict.UNKNOWN, "GUARD_BACKUP_TO"),
    "no folder": (replace(WELL, backup=BackupFacts(Path("/b"))), "backup", Verdict.ERROR, "no folder /b"),
    "an empty folder": (replace(WELL, backup=BackupFacts(Path("/b"), True)), "backup", Verdict.WARNING, "none"),  # noqa: FBT003
    "a late backup": (
        replace(WELL, backup=BackupFacts(Path("/b"), True, NOON - timedelta(days=3))),  # noqa: FBT003
        *("backup", Verdict.WARNING, "3 days old"),
    ),
    "an old backup": (
        replace(WELL, backup=BackupFacts(Path("/b"), True, NOON - timedelta(days=9))),  # noqa: FBT003
        *("backup", Verdict.ERROR, "9 days old"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_a_remedy_and_makes_no_other_check_worse(fault: str) -> None:
    facts, check, verdict, text = FAULTS[fault]
    findings = found(facts)
    assert findings[check].verdict is verdict
    assert text in findings[check].text
    assert bool(findings[check].remedy) >= (verdict in {Verdict.WARNING, Verdict.ERROR})
    assert all(one.verdict is Verdict.OK for name, one in findings.items() if name not in {check, "database"})
    if check == "database" or facts.database.exists:
        assert exit_code([*findings.values()]) == {Verdict.WARNING: 1, Verdict.ERROR: 2}.get(verdict, 0)


def test_a_proxy_that_is_trusted_is_no_fault_and_trust_in_everybody_is_one() -> None:
    behind = replace(WELL, forwarders=["10.0.0.1"])
    assert found(behind, ["10.0.0.0/8"])["proxies"].verdict is Verdict.OK
    assert found(behind, ["10.0.0.1/32", "::/0"])["proxies"].text.startswith("::/0 is trusted")
    assert found(WELL, ["0.0.0.0/0"])["proxies"].verdict is Verdict.ERROR


def test_what_this_user_may_not_write_is_an_error() -> None:
    assert found(WELL, mine="nobody cannot write")["permissions"].verdict is Verdict.ERROR


def test_without_a_database_nothing_is_reported_of_what_would_stand_in_it() -> None:
    assert not {"integrity", "reference"} & {*found(replace(WELL, database=MISSING))}
    assert "integrity" not in found(replace(WELL, database=UNREADABLE))


def test_sizes_are_read_by_people() -> None:
    sizes = (0, 999, 4096, 15_300_000, 2_000_000_000, 7_500_000_000_000)
    assert [size(number) for number in sizes] == ["0 bytes", "999 bytes", "4.1 KB", "15.3 MB", "2 GB", "7.5 TB"]
