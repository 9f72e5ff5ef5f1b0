"""A file changes what it says, and nothing else: columns that it does not have leave what stands there."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import json

from guard_api.actions.imports.import_lists import import_now
from guard_api.lists.change import MODULUS, Author, sum_of
from guard_api.lists.entry import Category, Entry, EntryKey, ListName
from guard_api.lists.files.cells.cells import RowDefaults
from guard_api.lists.files.formats import Format
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder
from tests.support.clock import NOON, Clock
from tests.support.laws import examples

A, B = "+8613911112222", "+8613911112223"
ADMIN = Author("admin", NOON)
UNTIL = NOON + timedelta(days=30)
STANDS = Entry(A, category=Category.FRAUD, label="Fake bank", source="police", note="seen twice", expires_at=UNTIL)


def bring(
    services: Services,
    text: str,
    form: Format = Format.CSV,
    defaults: RowDefaults = RowDefaults(),  # noqa: B008 - immutable
    *,
    dry_run: bool = False,
) -> Import:
    order = ImportOrder(ListName.BLOCK, ADMIN, "CN", form, dry_run=dry_run, defaults=defaults)
    return import_now(services, order, [text.encode()], lambda _: None)


def put(services: Services, entry: Entry = STANDS) -> None:
    services.lists.add(EntryKey(ListName.BLOCK, entry.match, entry.number), entry, ADMIN)


def listed(services: Services) -> Sequence[Entry]:
    entries = list(services.catalogue.export(ListName.BLOCK))
    standing = services.sync.page(services.sync.start(ListName.BLOCK), 9999).standing
    assert standing.checksum == sum(map(sum_of, entries)) % MODULUS
    assert standing.count == len(entries)
    return entries


@pytest.mark.parametrize(
    ("text", "form", "after"),
    [
        (f"number\n{A}\n", Format.CSV, {}),
        (f"{A}\n", Format.CSV, {}),
        (f"{A}\n", Format.PLAIN, {}),
        (f'{{"number":"{A}"}}\n', Format.JSONL, {}),
        (f"number,label\n{A},Fake police\n", Format.CSV, {"label": "Fake police"}),
        (f"number,label\n{A},\n", Format.CSV, {"label": ""}),
        (f"number,category\n{A},\n", Format.CSV, {}),
        (f"number,category\n{A},spam\n", Format.CSV, {"category": Category.SPAM}),
        (f"number,expires_at\n{A},\n", Format.CSV, {"expires_at": None}),
        (f'{{"number":"{A}","expires_at":null,"note":"x"}}\n', Format.JSONL, {"expires_at": None, "note": "x"}),
        (f'{{"number":"{A}","label":"x"}}\n{{"number":"{A}","note":"y"}}\n', Format.JSONL, {"label": "x", "note": "y"}),
        (
            f'{{"number":"{A}","category":"spam"}}\n{{"number":"{A}","expires_at":""}}\n',
            Format.JSONL,
            {"category": Category.SPAM, "expires_at": None},
        ),
    ],
)
def test_a_file_changes_only_what_it_holds(
    services: Services, text: str, form: Format, after: dict[str, object]
) -> None:
    put(services)
    would = bring(services, text, form, dry_run=True)
    done = bring(services, text, form)

    fields = {name: getattr(STANDS, name) for name in Entry.__struct_fields__}
    assert listed(services) == [Entry(**{**fields, **after})]
    assert (done.tally.updated, would.tally.updated) == (int(bool(after)), int(bool(after)))


def test_what_is_given_for_all_rows_is_given(services: Services) -> None:
    put(services)
    bring(services, f"{A}\n{B}\n", defaults=RowDefaults(Category.SPAM, "a friend"))

    first, second = listed(services)
    assert (first.category, first.source, first.label) == (Category.SPAM, "a friend", "Fake bank")
    assert second == Entry(B, category=Category.SPAM, source="a friend")


def test_what_is_new_gets_what_is_usual(services: Services) -> None:
    bring(services, f"{A}\n")

    assert listed(services) == [Entry(A)]


def test_what_has_expired_means_nothing_any_more(services: Services, clock: Clock) -> None:
    put(services)
    clock.now = UNTIL
    bring(services, f"{A}\n")

    assert listed(services) == [Entry(A)]


WORDS = {
    "category": st.sampled_from(["fraud", "spam"]),
    "label": st.sampled_from(["", "x", "y"]),
    "source": st.sampled_from(["", "p", "q"]),
    "note": st.sampled_from(["", "m", "n"]),
    "expires_at": st.sampled_from([None, "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"]),
}
LINES = st.lists(st.tuples(st.sampled_from([A, B]), st.fixed_dictionaries({}, optional=WORDS)), min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(30), deadline=None)
@given(st.lists(LINES, min_size=1, max_size=3))
def test_files_one_after_the_other_come_to_the_same_as_all_that_they_say(
    services: Services, files: list[list[tuple[str, dict[str, str | None]]]]
) -> None:
    for entry in list(services.catalogue.export(ListName.BLOCK)):
        services.lists.remove(EntryKey(ListName.BLOCK, entry.match, entry.number), ADMIN)
    merged: dict[str, dict[str, object]] = {}
    for rows in files:
        for number, one in rows:
            merged.setdefault(number, {}).update(one)
        bring(services, b"".join(json.encode({"number": n, **one}) + b"\n" for n, one in rows).decode(), Format.JSONL)
    found = {entry.number: entry.fields() for entry in listed(services)}
    usual = Entry("").fields()
    expected = {number: {**usual, "number": number, **one} for number, one in merged.items()}
    assert json.decode(json.encode(found)) == json.decode(json.encode(expected))
