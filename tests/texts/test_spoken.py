"""Numbers and codes for the ear, digit by digit, and long ones for the eye, in groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.presenters.checks.spoken import printed, spoken
from guard_api.texts import texts_in


@pytest.mark.parametrize(
    ("symbols", "chinese", "english"),
    [
        ("110", "幺幺零", "one one zero"),
        ("96110", "九六幺幺零", "nine six one one zero"),
        ("##002#", "井号，井号，零零二，井号", "hash, hash, zero zero two, hash"),
        ("*720", "星号，七二零", "star, seven two zero"),
        ("+44159", "加号，四四幺五九", "plus, four four one five nine"),
        ("", "", ""),
    ],
)
def test_a_number_is_spoken_symbol_by_symbol(symbols: str, chinese: str, english: str) -> None:
    assert spoken(symbols, texts_in("zh-CN")) == chinese
    assert spoken(symbols, texts_in("en")) == english


@given(st.text())
def test_whatever_a_number_holds_only_digits_and_symbols_are_spoken(symbols: str) -> None:
    known = {*texts_in("en").get("label.say.digits").split(), "hash", "star", "plus"}

    assert {*spoken(symbols, texts_in("en")).replace(",", " ").split()} <= known


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("95588", "95588"),
        ("110", "110"),
        ("4008108866", "400 810 8866"),
        ("8008101888", "800 810 1888"),
        ("02158520000", "021 5852 0000"),
        ("+864008108866", "+864008108866"),
        ("", ""),
    ],
)
def test_long_numbers_are_shown_in_groups(number: str, shown: str) -> None:
    assert printed(number) == shown
