"""The lists in one file: as documented, the same bytes for the same lists, and never a wrong answer."""

import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap64

from guard_api.lists.change import Standing
from guard_api.lists.delta import Cursor, Page, Removal, Upsert
from guard_api.lists.entry import Category, ListName, Match, Subject
from guard_api.lists.snapshot import Snapshot, key_of

NOW = int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp())
A, B, C = "+8613900000001", "+8613900000002", "CN:10657"
LISTS = Subject.NUMBER.lists
EXACT, PREFIX = Match.EXACT, Match.PREFIX
Key = tuple[ListName, Match, str]
Listed = dict[Key, tuple[Category, int | None]]

DIGITS = st.text("01", min_size=1, max_size=5)
NUMBERS = st.builds(str.__add__, st.sampled_from(["+861", "CN:1", "CO:1"]), DIGITS)
LISTED: st.SearchStrategy[Listed] = st.dictionaries(
    st.tuples(st.sampled_from(LISTS), st.sampled_from(Subject.NUMBER.matches), NUMBERS),
    st.tuples(st.sampled_from(Category), st.sampled_from([None, NOW - 1, NOW, NOW + 1])),
    max_size=12,
)


def written(snapshot: Snapshot) -> bytes:
    """Give the bytes of a file."""
    file = BytesIO()
    snapshot.write(file)
    return file.getvalue()


def upsert(number: str, match: Match = EXACT, category: Category = Category.FRAUD, until: int | None = None) -> Upsert:
    return Upsert(number, match, category, datetime.fromtimestamp(until, UTC) if until is not None else None)


def page(target: ListName, revision: int, *changes: Removal, base: int | None = None) -> Page:
    """Give a page: the last one, or with `base` one that others follow."""
    following = Cursor(7, target, revision) if base is None else Cursor(7, target, base, revision, (A, 0))
    upserts = [one for one in changes if isinstance(one, Upsert)]
    removals = [one for one in changes if not isinstance(one, Upsert)]
    return Page(Standing(revision, len(upserts), 255), following, base is None, upserts, removals)


def snapshot_of(listed: Listed) -> Snapshot:
    snapshot = Snapshot()
    for target in LISTS:
        upserts = [upsert(number, match, *what) for (of, match, number), what in listed.items() if of is target]
        snapshot.apply(page(target, 1, *upserts))
    return snapshot


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


FULL: Listed = {
    (ListName.BLOCK, EXACT, A): (Category.FRAUD, None),
    (ListName.BLOCK, EXACT, C): (Category.FRAUD, NOW + 9),
    (ListName.BLOCK, PREFIX, C): (Category.SPAM, None),
    (ListName.ALLOW, PREFIX, "+8613"): (Category.OTHER, NOW),
}


def test_the_file_is_what_its_documentation_describes() -> None:
    found = members(written(snapshot_of(FULL)))
    assert list(found) == [
        "meta.json",
        "block/exact/fraud.roaring",
        "block/prefix/spam.roaring",
        "block/until.csv",
        "allow/prefix/other.roaring",
        "allow/until.csv",
    ]
    meta = json.loads(found["meta.json"])
    assert list(meta) == ["block", "allow"]
    assert meta["block"].pop("next") == Cursor(7, ListName.BLOCK, 1).written()
    assert meta["block"] == {"revision": 1, "count": 3, "checksum": "00000000000000ff"}
    place_of_cn = 2 * 26 + 14
    keys = {name: list(BitMap64.deserialize(data)) for name, data in found.items() if name.endswith(".roaring")}
    assert keys == {
        "block/exact/fraud.roaring": [18613900000001, place_of_cn * 2**51 + 110657],
        "block/prefix/spam.roaring": [place_of_cn * 2**51 + 110657],
        "allow/prefix/other.roaring": [18613],
    }
    assert found["block/until.csv"] == f"exact,CN:10657,{NOW + 9}\n".encode()
    assert found["allow/until.csv"] == f"prefix,+8613,{NOW}\n".encode()


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("+33", 133),
        ("+999999999999999", 1_999_999_999_999_999),
        ("AA:1", (1 << 51) + 11),
        ("AA:01", (1 << 51) + 101),
        ("AB:1", (2 << 51) + 11),
        ("ZZ:999999999999999", (676 << 51) + 1_999_999_999_999_999),
    ],
)
def test_a_key_is_the_place_and_the_digits_behind_a_1(number: str, key: int) -> None:
    assert key_of(number) == key < 1 << 63


@given(*[st.from_regex(r"(\+|[A-Z]{2}:)[0-9]{1,15}", fullmatch=True)] * 2)
def test_two_numbers_never_have_the_same_key(one: str, other: str) -> None:
    assert (key_of(one) == key_of(other)) is (one == other)


def naive(listed: Listed, number: str, now: int) -> Category | None:
    """Say what counts, the slow way."""
    for target in (ListName.ALLOW, ListName.BLOCK):
        standing = {key: category for key, (category, until) in listed.items() if until is None or until > now}
        beginnings = [number[:length] for length in range(len(number), 0, -1)]
        for key in [(target, EXACT, number), *((target, PREFIX, beginning) for beginning in beginnings)]:
            if key in standing:
                return standing[key] if target is ListName.BLOCK else None
    return None


@given(LISTED, st.lists(NUMBERS | NUMBERS.map(lambda number: number.ljust(21, "0")), min_size=1), st.data())
def test_a_phone_finds_what_counts_also_in_the_file_read_back(
    listed: Listed, numbers: list[str], data: st.DataObject
) -> None:
    snapshot = snapshot_of(listed)
    again = Snapshot.read(BytesIO(written(snapshot)))
    assert again.meta == snapshot.meta
    assert again.until == snapshot.until
    for number in [*numbers, *(number for _, _, number in listed)]:
        now = data.draw(st.sampled_from([NOW - 1, NOW, NOW + 1]))
        assert snapshot.find(number, now) == again.find(number, now) == naive(listed, number, now)


@given(LISTED, LISTED)
def test_the_same_lists_are_the_same_bytes_however_they_came_about(before: Listed, after: Listed) -> None:
    snapshot = snapshot_of(before)
    for target in LISTS:
        gone = [Removal(number, match) for of, match, number in before.keys() - after.keys() if of is target]
        upserts = [upsert(number, match, *what) for (of, match, number), what in after.items() if of is target]
        snapshot.apply(page(target, 2, *gone, *upserts[:3], base=1))
        snapshot.apply(page(target, 2, *upserts[3:]))
        snapshot.meta[target] = snapshot_of(after).meta[target]
    assert written(snapshot) == written(snapshot_of(after))


def test_a_list_comes_in_pages_and_each_list_by_itself() -> None:
    snapshot = Snapshot()
    assert snapshot.cursor(ListName.BLOCK) is None
    first, last = page(ListName.BLOCK, 1, upsert(A), base=0), page(ListName.BLOCK, 1, upsert(B))
    for one in (first, last):
        snapshot.apply(one)
        assert snapshot.cursor(ListName.BLOCK) == one.next
    snapshot.apply(page(ListName.ALLOW, 2, upsert(B, until=NOW)))
    assert [snapshot.find(number, NOW - 1) for number in (A, B)] == [Category.FRAUD, None]
    assert [snapshot.find(number, NOW) for number in (A, B)] == [Category.FRAUD, Category.FRAUD]
    snapshot.apply(page(ListName.ALLOW, 3, upsert(B), Removal(A, EXACT)))
    assert [snapshot.find(number, NOW) for number in (A, B)] == [Category.FRAUD, None]


def test_no_lists_are_a_file_as_well() -> None:
    empty = Snapshot.read(BytesIO(written(Snapshot())))
    assert empty.find(A, NOW) is None
    assert [empty.cursor(target) for target in LISTS] == [None, None]


def test_a_file_that_is_cut_off_anywhere_is_refused() -> None:
    data = written(snapshot_of(FULL))
    for end in range(len(data)):
        with pytest.raises(ValueError, match="snapshot"):
            Snapshot.read(BytesIO(data[:end]))


DATA = written(snapshot_of(FULL))


@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(1, 255)), min_size=1, max_size=3, unique=True))
def test_a_file_with_any_byte_changed_is_refused_or_means_the_same(flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(DATA)
    for at, flip in flips:
        damaged[at] ^= flip
    try:
        again = Snapshot.read(BytesIO(bytes(damaged)))
    except ValueError as error:
        assert "snapshot" in str(error)  # noqa: PT017 - it may also be read
    else:
        assert written(again) == DATA


@pytest.mark.parametrize("lost", [name for name in members(DATA) if name != "meta.json"])
def test_a_file_in_whose_directory_a_member_is_lost_is_refused(lost: str) -> None:
    damaged, record = bytearray(DATA), DATA.rindex(lost.encode()) - 46
    before = DATA.rindex(b"PK\x01\x02", 0, record)
    damaged[before + 32] = 46 + len(lost)  # its comment now begins there, and ends with what is lost
    with pytest.raises(ValueError, match="snapshot"):
        Snapshot.read(BytesIO(bytes(damaged)))


@pytest.mark.parametrize("missing", [name for name in members(DATA) if not name.endswith(".csv")])
def test_a_file_without_one_of_its_bitmaps_or_what_describes_them_is_refused(missing: str) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member, data in members(DATA).items():
            if member != missing:
                archive.writestr(member, data)
    with pytest.raises(ValueError, match="snapshot"):
        Snapshot.read(BytesIO(file.getvalue()))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("meta.json", b"[]"),
        ("meta.json", b'{"deny": {}}'),
        ("block/exact/fraud.roaring", b""),
        ("block/exact/fraud.roaring", b"no bitmap"),
        ("block/until.csv", b"exact,+8613\n"),
        ("block/until.csv", b"exact,+8613,soon\n"),
        ("block/until.csv", b"\xff"),
        ("README", b"hello"),
        ("deny/exact/fraud.roaring", b""),
    ],
)
def test_a_file_that_holds_anything_else_is_refused(name: str, content: bytes) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member, data in {**members(DATA), name: content}.items():
            archive.writestr(member, data)
    with pytest.raises(ValueError, match="snapshot"):
        Snapshot.read(BytesIO(file.getvalue()))
