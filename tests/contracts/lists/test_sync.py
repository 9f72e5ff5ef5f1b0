"""Pages that get lost, come twice or out of order, and cursors of another time or place: a phone is right or knows."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from guard_api.lists.change import Author
from guard_api.lists.delta import Cursor, Page, Removal, Upsert
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.ports import Services
from tests.contracts.records import Record, RecordMaker
from tests.support.at_once import tidy
from tests.support.clock import NOON, Clock
from tests.support.laws import examples
from tests.support.list_model import Phone

BLOCK = ListName.BLOCK
ADMIN = Author("admin", NOON)
A, B = "+8613900000000", "+8613900000001"
Edit = tuple[str, Category | None]
"""A number, and what it is to be listed as, if at all."""
EDITS: st.SearchStrategy[list[Edit]] = st.lists(
    st.tuples(
        st.sampled_from([f"+861390000000{n}" for n in range(6)]), st.none() | st.sampled_from(list(Category)[:2])
    ),
    min_size=3,
    max_size=20,
)
Damage = Callable[[list[Page], int, int], list[Page]]


def make(services: Services, edits: list[Edit]) -> dict[tuple[str, Match], tuple[Category, None]]:
    """Make the list what edits say, and give what it is."""
    for number, category in edits:
        key = EntryKey(BLOCK, Match.EXACT, number)
        there = services.lists.get(key)
        if category is not None and there is None:
            services.lists.add(key, Entry(number, category=category), ADMIN)
        elif category is not None:
            services.lists.edit(key, {"category": category}, ADMIN)
        elif there is not None:
            services.lists.remove(key, ADMIN)
    return {(entry.number, entry.match): (entry.category, None) for entry in services.catalogue.export(BLOCK)}


def lose_one(pages: list[Page], nth: int, which: int) -> list[Page]:
    """Lose one entry of a page."""
    page = pages[nth % len(pages)]
    changes: list[Removal] = [*page.upserts, *page.removals]
    if changes:
        del changes[which % len(changes)]
    upserts = [one for one in changes if isinstance(one, Upsert)]
    rest = replace(page, upserts=upserts, removals=[one for one in changes if not isinstance(one, Upsert)])
    return [rest if one is page else one for one in pages]


def lose_page(pages: list[Page], nth: int, _: int) -> list[Page]:
    return [one for one in pages if one is not pages[nth % len(pages)]]


def double_page(pages: list[Page], nth: int, later: int) -> list[Page]:
    again = nth % len(pages)
    return [*pages[: again + 1 + later], pages[again], *pages[again + 1 + later :]]


def swap_pages(pages: list[Page], nth: int, other: int) -> list[Page]:
    one, two = nth % len(pages), other % len(pages)
    moved = list(pages)
    moved[one], moved[two] = moved[two], moved[one]
    return moved


@settings(max_examples=examples(40))
@given(
    edits=st.tuples(EDITS, EDITS),
    limit=st.integers(1, 4),
    new=st.booleans(),
    damages=st.lists(
        st.tuples(
            st.sampled_from([lose_one, lose_page, double_page, swap_pages]), st.integers(0, 20), st.integers(0, 20)
        ),
        min_size=4,
        max_size=8,
    ),
)
def test_a_phone_that_gets_half_or_twice_or_out_of_order_is_right_or_knows_that_it_is_not(
    new_record: RecordMaker,
    edits: tuple[list[Edit], list[Edit]],
    limit: int,
    damages: list[tuple[Damage, int, int]],
    *,
    new: bool,
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("guard_api.store.sql.lists.publishing.sync._CHANGES_A_ROUND", 4)
        services = new_record(Path(folder), Clock()).services
        make(services, edits[0])
        phone = Phone(BLOCK, limit)
        while not new and not phone.ask(services).complete:
            pass
        truth = make(services, edits[1])
        well, pages = deepcopy(phone), list[Page]()
        while not (pages and pages[-1].complete):
            pages.append(well.ask(services))
    assert well.entries == truth
    assert well.is_right(pages[-1])
    for damage, nth, which in damages:
        other = deepcopy(phone)
        for page in damage(pages, nth, which):
            other.apply(page)
        assert not other.is_right(pages[-1]) or other.entries == truth


def test_a_phone_crosses_many_changes_of_both_lists_in_rounds(services: Services) -> None:
    make(services, [(A, Category.FRAUD)])
    phones = [Phone(BLOCK, limit) for limit in (1, 7, 999)]
    for phone in phones:
        assert phone.ask(services).standing.revision == 1
    for n in range(70):
        services.lists.add(
            EntryKey(ListName.ALLOW, Match.EXACT, f"+86137000{n:05d}"), Entry(f"+86137000{n:05d}"), ADMIN
        )
        truth = make(services, [(f"+86138000{n:05d}", Category.SPAM), (A, list(Category)[n % 2])])
    for phone in phones:
        rounds = set()
        while not (page := phone.ask(services)).complete:
            rounds.add(page.standing.revision)
        assert len(rounds - {1, 210}) == 2
        assert page.standing.revision == 210
        assert phone.entries == truth


def test_before_the_first_change_there_is_nothing_and_the_cursor_is_good_for_what_comes(services: Services) -> None:
    phone = Phone(BLOCK, 1)
    page = phone.ask(services)
    assert (page.standing.revision, page.standing.count, page.standing.checksum) == (0, 0, 0)
    assert page.complete
    assert phone.cursor is not None
    assert services.sync.newest(phone.cursor) == 0
    services.lists.add(EntryKey(ListName.ALLOW, Match.EXACT, A), Entry(A), ADMIN)
    assert phone.ask(services).complete
    truth = make(services, [(B, Category.FRAUD)])
    while not phone.ask(services).complete:
        pass
    assert phone.entries == truth


def test_a_cursor_of_another_database_or_of_the_future_is_unknown(
    services: Services, tmp_path: Path, clock: Clock, new_record: RecordMaker
) -> None:
    make(services, [(A, Category.FRAUD), (B, Category.FRAUD)])
    (tmp_path / "other").mkdir()
    other = new_record(tmp_path / "other", clock).services
    make(other, [(A, Category.FRAUD), (B, Category.FRAUD)])
    for cursor in (services.sync.start(BLOCK), services.sync.page(services.sync.start(BLOCK), 9).next):
        assert services.sync.newest(cursor) == 2
        assert other.sync.newest(cursor) is None
    mine = services.sync.start(BLOCK).database
    for cursor in (Cursor(mine, BLOCK, 3), Cursor(mine, BLOCK, 1, 3), Cursor(mine, BLOCK, 0, 3, (A, 0))):
        assert services.sync.newest(cursor) is None


def test_a_phone_that_was_away_too_long_starts_anew(record: Record, clock: Clock) -> None:
    services = record.open(history_days=10)
    make(services, [(A, Category.FRAUD), (B, Category.FRAUD)])
    away, half = Phone(BLOCK, 9), Phone(BLOCK, 1)
    away.ask(services)
    half.ask(services)
    services.lists.remove(EntryKey(BLOCK, Match.EXACT, B), Author("admin", clock()))
    seen = Phone(BLOCK, 9)
    seen.ask(services)
    clock.pass_(days=10)
    tidy(services)
    assert away.cursor is not None
    assert services.sync.newest(away.cursor) == 3, "to the day"
    clock.pass_(microseconds=1)
    tidy(record.open(history_days=10))
    assert services.sync.newest(away.cursor) is None
    assert seen.cursor is not None
    assert services.sync.newest(seen.cursor) == 3
    while not half.ask(services, forgotten=3).complete:
        pass
    assert half.entries == {(A, Match.EXACT): (Category.FRAUD, None)}


def test_what_has_expired_is_sent_as_gone_once_it_is_tidied_up(
    services: Services, record: Record, clock: Clock
) -> None:
    ends = NOON + timedelta(minutes=1)
    services.lists.add(EntryKey(BLOCK, Match.EXACT, A), Entry(A, expires_at=ends), ADMIN)
    phone = Phone(BLOCK, 9)
    assert phone.ask(services).upserts == [Upsert(A, Match.EXACT, Category.OTHER, ends)]
    tidy(services)
    clock.now = ends
    assert phone.ask(services).removals == [], "asking changes nothing"
    tidy(record.open())
    assert phone.ask(services).removals == [Removal(A, Match.EXACT)]
