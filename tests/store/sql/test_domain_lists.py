"""Lists of domains go the way of the numbers: imports, edits, reverts, search, and what is told to phones."""

import pytest

from guard_api.actions.imports.import_lists import import_now
from guard_api.actions.lists.edit import add_entry, official_guard, revert
from guard_api.actions.lists.search import search_lists
from guard_api.errors import Conflict, Invalid
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.lists.files.cells.cells import RowDefaults
from guard_api.lists.files.formats import Format
from guard_api.lists.snapshot import Snapshot
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder
from guard_api.ports.lists.catalogue import Search
from guard_api.store.sql.lists import coverage as reach
from tests.support.clock import Clock

BLOCK, ALLOW = ListName.BLOCK_DOMAINS, ListName.ALLOW_DOMAINS


def add(services: Services, target: ListName, name: str) -> str:
    author = Author("admin", services.clock())
    return add_entry(services, target, Entry(name, Match.DOMAIN, label=name), "CN", author).key.id


def bring(
    services: Services, text: str, target: ListName = BLOCK, form: Format = Format.PLAIN, **more: object
) -> Import:
    order = ImportOrder(target, Author("admin", services.clock()), "CN", form, **more)  # type: ignore[arg-type] # options
    return import_now(services, order, [text.encode()], lambda _: None)


def listed(services: Services, target: ListName = BLOCK) -> list[str]:
    return [entry.number for entry in services.catalogue.export(target)]


def test_a_domain_is_added_in_its_canonical_form_and_named_by_its_id(services: Services) -> None:
    assert add(services, BLOCK, "*.例子.TOP") == "block_domains:domain:xn--fsqu00a.top"
    with pytest.raises(Conflict, match="listed already"):
        add(services, BLOCK, "例子.top")


@pytest.mark.parametrize(
    ("name", "error", "named"),
    [
        ("www.jd.com", Conflict, {"domain": ["jd.com"]}),
        ("good.top", Conflict, {"domain": ["allow_domains:domain:good.top"]}),
        ("www.good.top", Conflict, {"domain": ["allow_domains:domain:good.top"]}),
        ("shop.com", Conflict, {"domain": ["allow_domains:domain:my.shop.com"]}),
    ],
)
def test_what_is_official_or_allowed_is_not_blocked(
    services: Services, name: str, error: type[Conflict], named: dict[str, list[str]]
) -> None:
    for allowed in ("good.top", "my.shop.com"):
        add(services, ALLOW, allowed)
    with pytest.raises(error) as refused:
        add(services, BLOCK, name)
    assert refused.value.errors == named
    for near in ("other.shop.com", "notgood.top", "good.top.com"):
        add(services, BLOCK, near)


def test_a_page_is_refused_and_reported(services: Services) -> None:
    with pytest.raises(Invalid, match="lists a whole site") as refused:
        add(services, BLOCK, "https://evil.top/login")
    assert list(refused.value.errors) == ["domain"]


def test_an_import_leaves_out_what_is_official_or_allowed_and_names_the_lines(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "_AT_ONCE", 2)
    for allowed in ("good.top", "my.shop.com"):
        add(services, ALLOW, allowed)
    rows = "a.top\nwww.good.top\nshop.com\njd.com\ngood.top\nb.top\ncom\nEVIL.top\n"
    done = bring(services, rows, defaults=RowDefaults(Category.SPAM, "a friend"))

    assert listed(services) == ["a.top", "b.top", "evil.top"]
    assert (done.tally.rows, done.tally.added, done.tally.rejected) == (8, 3, 5)
    assert [line for line, _ in services.jobs.errors(done.id)] == [2, 3, 4, 5, 7]
    assert dict(services.jobs.errors(done.id))[3] == "covers or is an allowed domain: my.shop.com"
    assert {(one.category, one.source) for one in services.catalogue.export(BLOCK)} == {(Category.SPAM, "a friend")}
    assert services.jobs.get(done.id).order.defaults == RowDefaults(Category.SPAM, "a friend")


def test_several_names_of_one_line_may_be_bad(services: Services) -> None:
    done = bring(services, "0.0.0.0 jd.com com evil.top jd.com\n", form=Format.HOSTS)
    assert listed(services) == ["evil.top"]
    assert [line for line, _ in services.jobs.errors(done.id)] == [1, 1, 1]


def test_what_is_allowed_may_stand_below_what_is_blocked_and_above(services: Services) -> None:
    add(services, BLOCK, "evil.top")
    add(services, ALLOW, "good.evil.top")
    assert bring(services, "evil.top\nshop.com\n", ALLOW).tally.added == 2
    assert listed(services, ALLOW) == ["evil.top", "good.evil.top", "shop.com"]


def test_an_import_of_domains_is_taken_back_but_for_what_is_allowed_by_now(services: Services, clock: Clock) -> None:
    bring(services, "a.top\nb.top\n")
    author = Author("admin", clock())
    for name in ("a.top", "b.top"):
        services.lists.remove(EntryKey(BLOCK, Match.DOMAIN, name), author)
    add(services, ALLOW, "www.a.top")
    services.changes.revert(3, author, ())
    with pytest.raises(Conflict):
        revert(services, 2, author)
    assert listed(services) == ["b.top"]
    refuses = official_guard(services, BLOCK)
    assert refuses(Entry("www.jd.com", Match.DOMAIN))
    assert not refuses(Entry("a.top", Match.DOMAIN))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("evil", ["evil.top", "evil2.top", "other.top"]),
        ("EVIL.t", ["evil.top"]),
        ("||evil.top^", ["evil.top"]),
        ("https://evil.top/", ["evil.top"]),
        ("240", ["2406578.top"]),
        ("例子.top", ["xn--fsqu00a.top"]),
        ("said of evil", ["other.top"]),
        ("139", ["139.top", "+8613912345678"]),
        ("xyz", []),
        ("evil.top/page", []),
    ],
)
def test_domains_are_found_by_how_they_begin_and_by_text_each_once(
    services: Services, text: str, found: list[str]
) -> None:
    for name in ("evil.top", "evil2.top", "2406578.top", "例子.top", "139.top"):
        add(services, BLOCK, name)
    key, author = EntryKey(BLOCK, Match.DOMAIN, "other.top"), Author("admin", services.clock())
    services.lists.add(key, Entry("other.top", Match.DOMAIN, note="said of evil"), author)
    services.lists.add(EntryKey(ListName.BLOCK, Match.EXACT, "+8613912345678"), Entry("+8613912345678"), author)

    seen, after = [], None
    while True:
        page = search_lists(services, text, Search(limit=1), after)
        entries, after = page.items, page.next
        seen += [one.key.number for one in entries]
        if after is None:
            break
    assert sorted(seen) == sorted(found)


def test_phones_get_domains_as_domains_and_the_snapshot_is_of_numbers(services: Services) -> None:
    services.snapshots.current()[1].close()
    bring(services, "a.top\nb.top\n")
    start = services.sync.start(BLOCK)
    page = services.sync.page(start, 10)
    assert page.upserts[0].fields() == {
        "domain": "a.top", "match": "domain", "category": "fraud", "until": None,
    }  # fmt: skip
    assert (page.standing.count, page.complete) == (2, True)

    services.lists.remove(EntryKey(BLOCK, Match.DOMAIN, "a.top"), Author("admin", services.clock()))
    page = services.sync.page(page.next, 10)
    assert [one.fields() for one in page.removals] == [{"domain": "a.top", "match": "domain"}]
    version, file = services.snapshots.current()
    with file:
        snapshot = Snapshot.read(file)
    assert version == services.snapshots.version()
    assert {*snapshot.meta} == {ListName.BLOCK, ListName.ALLOW}
    assert not any(snapshot.bitmaps.values())


def test_the_trail_names_the_list(services: Services) -> None:
    add(services, ALLOW, "good.top")
    [change] = services.changes.list(9, 9)
    assert change.list is ALLOW
    [one] = services.changes.entries(change, None, 9)
    assert one.after is not None
    assert one.after.fields() == {
        "domain": "good.top", "match": "domain", "category": "other", "label": "good.top", "source": "", "note": "",
        "expires_at": None,
    }  # fmt: skip
