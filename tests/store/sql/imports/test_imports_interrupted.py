"""Imports that are killed: nothing half done is seen, kept or in the way."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.errors import Conflict
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.lists.files.rows import Row
from guard_api.lists.snapshot import Snapshot
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder, ImportState
from guard_api.ports.lists.catalogue import Search
from guard_api.store.sql.imports.merging import undo
from guard_api.store.sqlite.database import Database
from tests.support.at_once import load_now, turn
from tests.support.clock import NOON

pytestmark = pytest.mark.slow("starts and kills imports")

BLOCK = ListName.BLOCK
ADMIN = Author("admin", NOON)
SOON = NOON + timedelta(minutes=1)
MANY = [f"+86139{n:08d}" for n in range(2500)]

IMPORTER = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from guard_api.app import open_services
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, ListName
from guard_api.lists.files.rows import Row
from guard_api.config import Config
from guard_api.ports.imports.imports import ImportOrder
from guard_api.actions.imports import run_job

database, then, now = sys.argv[1:]
clock = lambda: datetime.fromisoformat(now)
services = open_services(Config(database=Path(database)), clock)
run_job._TELL_SECONDS = 0

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def rows():
    for n in range(2500):
        yield Row(n + 1, Entry(f"+86139{n:08d}", label="new"))
    if then == "die while reading":
        die()

def progress(tally):
    if then == "die in a batch" and tally.added:
        die()

with run_job.import_turn(services.jobs, services.uploads, clock(), wait=True):
    print("mine", flush=True)
    if then == "hold":
        sys.stdin.read()
    with services.uploads.receive([b"number"]) as name:
        services.jobs.enqueue(ImportOrder(ListName.BLOCK, Author("killed", clock()), "CN"), name)
    run_job.load(services, services.jobs.begin(name), rows(), lambda _: None, progress)
"""


def start(database: Path, then: str) -> "subprocess.Popen[str]":
    """Start another process that takes the turn and imports."""
    command = [sys.executable, "-c", IMPORTER, str(database), then, NOON.isoformat()]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "mine\n"
    return process


def kill(database: Path, then: str) -> None:
    """Have another process killed in the middle of its import."""
    process = start(database, then)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL


def bring(services: Services, numbers: list[str]) -> Import:
    rows = [Row(line, Entry(number, label="new")) for line, number in enumerate(numbers, 1)]
    return load_now(services, ImportOrder(BLOCK, ADMIN, "CN"), rows)


def key(number: str) -> EntryKey:
    return EntryKey(BLOCK, Match.EXACT, number)


def put(services: Services, entry: Entry) -> None:
    services.lists.add(key(entry.number), entry, ADMIN)


def listed(services: Services) -> list[Entry]:
    return list(services.catalogue.export(BLOCK))


def seen(services: Services) -> tuple[object, ...]:
    """Give the block list as everybody sees it."""
    entries = listed(services)
    page = services.sync.page(services.sync.start(BLOCK), 9999)
    found = services.catalogue.search(Search(BLOCK, limit=9999))
    with services.snapshots.current()[1] as file:
        meta = Snapshot.read(file).meta[BLOCK]
    assert len(entries) == len(page.upserts) == len(found.entries) == page.standing.count == meta.count
    numbers = [entry.number for entry in entries]
    return entries, page.standing, services.blocklist.find(numbers, NOON), meta


def ids_of(services: Services, database: Path, state: ImportState) -> list[str]:
    connection = sqlite3.connect(database)
    names = [str(name) for (name,) in connection.execute("SELECT id FROM import WHERE state = ?", (state,))]
    connection.close()
    return names


@pytest.mark.parametrize("then", ["die while reading", "die in a batch"])
def test_what_a_killed_import_has_written_is_never_seen_and_undone_with_the_next_turn(
    services: Services, database: Path, then: str
) -> None:
    put(services, Entry(MANY[0]))
    put(services, Entry(MANY[-1]))
    before = seen(services)
    kill(database, then)
    assert seen(services) == before
    (name,) = ids_of(services, database, ImportState.RUNNING)
    if then == "die in a batch":
        with pytest.raises(Conflict, match="import"):
            services.lists.remove(key(MANY[0]), ADMIN)
        with pytest.raises(Conflict, match="import"):
            put(services, Entry(MANY[1]))
    with turn(services, wait=False, now=SOON) as mine:
        assert mine
        broken = services.jobs.get(name)
        assert (broken.state, broken.revision, broken.finished_at) == (ImportState.FAILED, None, SOON)
        assert "nothing was changed" in broken.reason
    assert seen(services) == before
    services.lists.remove(key(MANY[0]), ADMIN)
    put(services, Entry(MANY[1]))
    assert bring(services, MANY).tally.added == len(MANY) - 2
    assert listed(services) == [Entry(number, label="new") for number in MANY]


def test_the_files_of_a_killed_import_are_gone_with_the_next_turn(services: Services, database: Path) -> None:
    kill(database, "die in a batch")
    with turn(services, wait=False, now=SOON) as mine:
        assert mine
    assert [path.name for path in Path(f"{database}.imports").iterdir()] == ["turn"]


def test_a_crash_while_a_broken_import_is_undone_harms_no_later_change(services: Services, database: Path) -> None:
    kill(database, "die in a batch")
    connection = sqlite3.connect(database)
    ((change_id,),) = connection.execute("SELECT change_id FROM import WHERE state = 'running'")
    connection.close()
    store = Database(database, 1)
    undo(store, change_id)  # and here the process is killed, before it says that the import has failed
    store.close()
    put(services, Entry(MANY[0]))
    with turn(services, wait=False, now=SOON) as mine:
        assert mine
    assert listed(services) == [Entry(MANY[0])]


def test_one_process_at_a_time_has_the_turn_and_death_gives_it_back(services: Services, database: Path) -> None:
    other = start(database, "hold")
    with turn(services, wait=False) as mine:
        assert not mine
    other.kill()
    other.communicate(timeout=120)
    with turn(services, wait=False) as mine:
        assert mine
    other = start(database, "hold")
    Thread(target=other.communicate, args=("go on",), daemon=True).start()
    with turn(services, wait=True) as mine:
        assert mine
        assert [entry.number for entry in listed(services)] == MANY
    assert other.wait(30) == 0
