"""Rows that were left out are given back as they stand in their file; and where files may be fetched from."""

import pytest

from guard_api.lists.files.addresses import fault_of_url
from guard_api.lists.files.rejected import rows_of_csv, rows_of_sheet, rows_of_text

CSV = b'number,label\n1,"a\nb"\n2,c\n3,"never closed\n' + b"".join(b"%d,x\n" % n for n in range(200))


def test_rows_of_a_csv_are_found_by_their_lines() -> None:
    found = dict(rows_of_csv([CSV[:9], CSV[9:]], ",", {1, 2, 4, 5, 7, 999}))
    assert found == {
        1: ["number", "label"],
        2: ["1", "a\nb"],
        4: ["2", "c"],
        5: ["3", '"never closed'],
        7: ["1", "x"],
    }


def test_rows_are_found_far_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard_api.lists.files.lines._BLOCK", 16)
    rows = b"".join(b"%d;x\n" % n for n in range(1, 100))
    assert dict(rows_of_csv([rows], ";", {3, 90})) == {3: ["3", "x"], 90: ["90", "x"]}


def test_lines_and_rows_of_sheets_are_found() -> None:
    assert [*rows_of_text([b"a\nb\n", b"c\n"], {2, 3})] == [(2, ["b"]), (3, ["c"])]
    assert [*rows_of_sheet([["a"], ["b", "c"]], {2})] == [(2, ["b", "c"])]


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://lists.example.org/a.csv", None),
        ("http://lists.example.org/", "Only https"),
        ("https://[::1", "no address"),
        ("https:///a", "no address"),
        ("https://a:b@c/", "No user"),
    ],
)
def test_an_address_that_is_none_is_reported(url: str, fault: str | None) -> None:
    found = fault_of_url(url)
    assert found is None if fault is None else fault in str(found)
