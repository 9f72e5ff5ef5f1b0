"""Typographic disguise is undone in one place."""

import pytest

from guard_api.text.plain import MAX_DISPLAYED, plain, without_scheme

DISGUISES = ["95588", "  95588\n", "９５５８８", "٩٥٥٨٨", "९५५८८", "𝟗𝟓𝟓𝟖𝟖", "9\ufe0f\u20e35588", "95\u200b58\x008"]


@pytest.mark.parametrize("displayed", DISGUISES, ids=ascii)
@pytest.mark.parametrize("around", ["{}", "\u202e{}\u202c", "\ud800{}"], ids=ascii)
def test_one_number_is_one_text_in_every_disguise(displayed: str, around: str) -> None:
    assert plain(around.format(displayed)) == "95588"


@pytest.mark.parametrize(
    ("displayed", "expected"),
    [
        ("010 95588", "010 95588"),
        ("９５５\u300088", "955 88"),
        ("\u221213\u2013800", "-13-800"),
        ("\u2217\uff0a21\u266f\uff03", "**21##"),
        ("\u041e5588", "\u041e5588"),
        ("\u200e", ""),
        (None, ""),
        (95588, ""),
        (b"95588", ""),
    ],
    ids=ascii,
)
def test_signs_become_ascii_letters_and_spaces_stay_and_what_is_no_text_is_empty(
    displayed: object, expected: str
) -> None:
    assert plain(displayed) == expected


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    assert plain("123456", 3) == plain("１２３４５６", 3) == "123"
    assert len(plain("9" * 10_000)) == MAX_DISPLAYED


@pytest.mark.parametrize(
    ("uri", "dialled"),
    [
        ("tel:95588", "95588"),
        (" TEL://95588", "95588"),
        ("tel:%2B86-95588;phone-context=cn", "+86-95588"),
        ("sips:+8613800138000@ims.example;user=phone", "+8613800138000"),
        ("tel:100%", "100%"),
        ("95588;ext=1", "95588;ext=1"),
        ("hotel:95588", "hotel:95588"),
        ("telephone 95588", "telephone 95588"),
    ],
)
def test_only_the_dialled_part_of_a_telephone_uri_is_kept(uri: str, dialled: str) -> None:
    assert without_scheme(uri) == dialled


def test_characters_that_are_not_remembered_are_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(map(chr, range(0x30000, 0x30100)))
    monkeypatch.setattr("guard_api.text.plain._REMEMBERED", 0)
    assert plain(text) == plain(text) == text
