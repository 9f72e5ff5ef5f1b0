"""Imports that add, replace what a source has said, or remove: counted first, and taken back as any other change."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from guard_api.actions.imports.import_lists import import_now
from guard_api.actions.lists.edit import edit_entry, revert
from guard_api.app import open_services
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.lists.files.cells.cells import RowDefaults
from guard_api.lists.files.rows import Row
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder, ImportState, Mode
from tests.support.at_once import load_now
from tests.support.clock import NOON, Clock
from tests.support.databases import unlimited, without_lists

BLOCK, ALLOW = ListName.BLOCK, ListName.ALLOW
ADMIN = Author("admin", NOON)
POLICE, TELECOM = "police", "telecom"
NUMBERS = [f"+8613900000{n:03}" for n in range(40)]


@pytest.fixture
def services(database: Path, clock: Clock) -> Services:
    return open_services(unlimited(without_lists(database)), clock)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make many batches of few rows."""
    monkeypatch.setattr("guard_api.store.sql.imports.merging._AT_ONCE", 3)
    monkeypatch.setattr("guard_api.store.sql.imports.leaving._AT_ONCE", 3)


def bring(services: Services, text: str, mode: Mode = Mode.ADD, source: str = "", *, dry_run: bool = False) -> Import:
    order = ImportOrder(BLOCK, ADMIN, "CN", dry_run=dry_run, defaults=RowDefaults(source=source), mode=mode)
    return import_now(services, order, [text.encode()], lambda _: None)


def of(numbers: Iterable[str]) -> str:
    return "number\n" + "".join(f"{number}\n" for number in numbers)


def counts(job: Import) -> tuple[int, ...]:
    tally = job.tally
    assert tally.rows == tally.rejected + tally.added + tally.updated + tally.unchanged + (
        tally.removed if job.order.mode is Mode.REMOVE else 0
    )
    return tally.added, tally.updated, tally.removed, tally.unchanged, tally.rejected


def listed(services: Services) -> Sequence[Entry]:
    return [*services.catalogue.export(BLOCK)]


def state(services: Services) -> object:
    page = services.sync.page(services.sync.start(BLOCK), 9999)
    return listed(services), page.standing.count, page.standing.checksum


def test_a_source_is_replaced_and_others_stay(services: Services) -> None:
    bring(services, of(NUMBERS[:20]), source=POLICE)
    bring(services, of(NUMBERS[20:30]), source=TELECOM)
    before = state(services)
    text = of(["+86170*", *NUMBERS[5:22], "96110"])
    dry = bring(services, text, Mode.REPLACE, POLICE, dry_run=True)
    assert state(services) == before
    done = bring(services, text, Mode.REPLACE, POLICE)
    assert counts(done) == counts(dry) == (1, 2, 5, 15, 1)
    assert [one.number for one in listed(services)] == [*NUMBERS[5:30], "+86170"]
    assert {one.source for one in listed(services) if one.number in NUMBERS[:22]} == {POLICE}
    change = services.changes.get(done.revision or 0)
    assert (change.added, change.updated, change.removed, change.count) == (1, 2, 5, 26)
    assert revert(services, change.revision, ADMIN) == services.changes.get(change.revision + 1)
    assert state(services) == before


def test_a_source_that_holds_the_same_again_changes_nothing(services: Services) -> None:
    bring(services, of(NUMBERS), source=POLICE)
    done = bring(services, of(reversed(NUMBERS)), Mode.REPLACE, POLICE)
    assert (counts(done), done.revision) == ((0, 0, 0, 40, 0), None)


@pytest.mark.parametrize("text", ["", "number\n", "number\nabc\n96110\n", "nothing\nat all\n"])
def test_nothing_that_can_be_listed_replaces_nothing(services: Services, text: str) -> None:
    bring(services, of(NUMBERS[:3]), source=POLICE)
    before = state(services)
    done = bring(services, text, Mode.REPLACE, POLICE)
    assert (done.state, done.reason) == (
        ImportState.FAILED,
        "No row of this file can be listed: nothing is replaced. To take all off, remove the entries.",
    )
    assert state(services) == before


def test_what_a_file_names_is_removed_whatever_else_it_holds(services: Services) -> None:
    bring(services, of([*NUMBERS[:9], "+86170*"]), source=POLICE)
    before = state(services)
    text = "number,match,expires_at\n" + "".join(f"{number},,2020-01-01\n" for number in NUMBERS[5:12])
    text += f"+86170,prefix,\n{NUMBERS[5]},,\n96110,,\n"
    dry = bring(services, text, Mode.REMOVE, dry_run=True)
    assert state(services) == before
    done = bring(services, text, Mode.REMOVE)
    assert counts(done) == counts(dry) == (0, 0, 5, 4, 1)
    assert [one.number for one in listed(services)] == NUMBERS[:5]
    revert(services, done.revision or 0, ADMIN)
    assert state(services) == before


def test_what_is_allowed_by_now_can_be_removed(services: Services) -> None:
    bring(services, of(NUMBERS[:2]))
    services.lists.add(EntryKey(ALLOW, Match.EXACT, NUMBERS[0]), Entry(NUMBERS[0]), ADMIN)
    assert counts(bring(services, of(NUMBERS[:2]), Mode.REMOVE)) == (0, 0, 2, 0, 0)
    assert listed(services) == []


def test_an_entry_that_is_given_another_source_meanwhile_stays(services: Services) -> None:
    bring(services, of(NUMBERS[:10]), source=POLICE)
    key = EntryKey(BLOCK, Match.EXACT, NUMBERS[9])
    changed: list[object] = []

    def look(_: object) -> None:
        if not changed:
            changed.append(edit_entry(services, key, {"source": TELECOM}, ADMIN))

    order = ImportOrder(BLOCK, ADMIN, "CN", defaults=RowDefaults(source=POLICE), mode=Mode.REPLACE)
    done = load_now(services, order, [Row(1, Entry(NUMBERS[0], source=POLICE))], progress=look)
    assert changed
    assert (done.tally.removed, [one.number for one in listed(services)]) == (8, [NUMBERS[0], NUMBERS[9]])
    standing = services.sync.page(services.sync.start(BLOCK), 9999).standing
    assert standing.count == 2


def test_imports_are_listed_with_what_was_read_of_each(services: Services) -> None:
    jobs = [bring(services, of(NUMBERS[:n]), source=POLICE) for n in (1, 2, 3)]
    sizes = [len(of(NUMBERS[:n])) for n in (1, 2, 3)]
    assert [(one.bytes, one.bytes_read) for one in jobs] == [(size, size) for size in sizes]
    everything = services.jobs.list(None, 99)
    assert {one.id for one in jobs} <= {one.id for one in everything}
    pages = [services.jobs.list(everything[at].id, 1)[0] for at in range(len(everything) - 1)]
    assert [everything[0], *pages] == [*everything]
    assert services.jobs.list("unknown", 9) == []
