"""A cursor is all that a phone keeps of its place: written and read as it was, or refused, whatever is sent."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack

from guard_api.lists.delta import Cursor
from guard_api.lists.entry import ListName

WHOLE = st.integers(0, (1 << 63) - 1)
CURSORS = st.builds(
    Cursor,
    database=WHOLE,
    list=st.sampled_from(ListName),
    base=WHOLE,
    target=WHOLE,
    after=st.tuples(st.text(st.characters(exclude_categories=["Cs"])), WHOLE),
)


def text_of(fields: object) -> str:
    data = fields if isinstance(fields, bytes) else msgpack.encode(fields)
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@given(CURSORS)
def test_a_cursor_is_read_as_it_was_written_and_fits_into_a_query(cursor: Cursor) -> None:
    assert Cursor.read(cursor.written()) == cursor
    assert re.fullmatch("[A-Za-z0-9_-]+", cursor.written())


@given(st.text() | st.binary().map(text_of))
def test_what_is_no_cursor_is_none_and_never_an_error(text: str) -> None:
    cursor = Cursor.read(text)
    assert cursor is None or Cursor.read(cursor.written()) == cursor


@given(CURSORS, st.data())
def test_half_a_cursor_is_none(cursor: Cursor, data: st.DataObject) -> None:
    written = cursor.written()
    assert Cursor.read(written[: data.draw(st.integers(0, len(written) - 2))]) is None


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [1],
        [1, "deny"],
        [1.5, "block"],
        [True, "block"],
        [-1, "block"],
        [1, "block", -1],
        [1, "block", 0, -1],
        [1, "block", 1 << 63],
        [1, "block", 1, 1, ["", 1 << 63]],
        [1, "block", 1, 1, [""]],
        [1, "block", 1, 1, [b"\xff", 0]],
        {"database": 1, "list": "block"},
        b"\x91" * 5000,
        b"\x96\x01\xa5block\x01\x01\x92\xa0\x00" + b"\x91" * 5000,
        b"\x95\x01\xa5block\x01\x01\x92\xa1\xff\x00",
    ],
)
def test_a_cursor_that_the_store_could_not_look_for_is_none(fields: object) -> None:
    assert Cursor.read(text_of(fields)) is None


@pytest.mark.parametrize("text", ["", "a", "abc", "!", "é", "\ud800", "\0", "a" * 100_000])
def test_what_is_not_even_base64_is_none(text: str) -> None:
    assert Cursor.read(text) is None
