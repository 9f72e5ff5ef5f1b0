"""The snapshot file beside the database: one, of now, whatever lies there from before."""

from pathlib import Path

import pytest

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.snapshot import Snapshot
from guard_api.ports import Services
from tests.support.at_once import tidy
from tests.support.clock import NOON, Clock

ADMIN = Author("admin", NOON)
NUMBERS = [f"+86139{n:08d}" for n in range(40)]


def key(number: str) -> EntryKey:
    return EntryKey(ListName.BLOCK, Match.EXACT, number)


def add(services: Services, *numbers: str) -> None:
    for number in numbers:
        services.lists.add(key(number), Entry(number, category=Category.SPAM), ADMIN)


def files(database: Path) -> list[Path]:
    return list(database.parent.glob(f"{database.name}.snapshot-*"))


def found(services: Services) -> set[str]:
    version, file = services.snapshots.current()
    assert version == services.snapshots.version()
    with file:
        snapshot = Snapshot.read(file)
    return {number for number in NUMBERS if snapshot.find(number, 0)}


def test_there_is_one_file_and_it_is_made_once_for_each_state_of_the_lists(services: Services, database: Path) -> None:
    for count in range(3):
        assert found(services) == set(NUMBERS[:count])
        (file,) = files(database)
        assert file.name == f"{database.name}.snapshot-{services.snapshots.version()}"
        written = file.stat().st_mtime_ns
        assert found(services) == set(NUMBERS[:count])
        assert file.stat().st_mtime_ns == written
        add(services, NUMBERS[count])


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_an_older_file_that_is_damaged_is_made_anew(services: Services, database: Path, content: bytes) -> None:
    add(services, *NUMBERS[:-1])
    found(services)
    (older,) = files(database)
    older.write_bytes(content)
    add(services, NUMBERS[-1])
    assert found(services) == set(NUMBERS)
    assert len(files(database)) == 1


def test_an_older_file_of_another_database_is_not_brought_forward(
    services: Services, database: Path, tmp_path: Path, clock: Clock
) -> None:
    add(services, *NUMBERS[:20])
    found(services)
    other = open_services(Config(database=tmp_path / "other.db"), clock)
    add(other, *NUMBERS[20:])
    (older,) = files(database)
    (tmp_path / f"other.db.snapshot-{older.name.split('snapshot-')[1]}").write_bytes(older.read_bytes())
    assert found(other) == set(NUMBERS[20:])


def test_what_was_taken_off_is_gone_from_a_file_that_is_brought_forward_and_from_one_that_cannot_be(
    database: Path, clock: Clock
) -> None:
    services = open_services(Config(database=database, history_days=1), clock)
    add(services, *NUMBERS)
    assert found(services) == set(NUMBERS)
    services.lists.remove(key(NUMBERS[0]), ADMIN)
    assert found(services) == set(NUMBERS[1:])
    services.lists.remove(key(NUMBERS[1]), ADMIN)
    clock.pass_(days=2)
    tidy(services)
    assert found(services) == set(NUMBERS[2:])


def test_several_may_ask_at_once(services: Services, database: Path) -> None:
    add(services, *NUMBERS)
    older = [services.snapshots.current()[1] for _ in range(3)]
    services.lists.remove(key(NUMBERS[0]), ADMIN)
    assert found(services) == set(NUMBERS[1:])
    for file in older:
        with file:
            assert Snapshot.read(file).find(NUMBERS[0], 0) is Category.SPAM
    assert len(files(database)) == 1
