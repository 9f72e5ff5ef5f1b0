"""Letters that pass for others are read as those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.text.lookalikes import latin, skeleton


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("сlоsе", "close"),
        ("ραγ", "pay"),
        ("ΗΕLΡ", "heLp"),
        ("crédit", "credit"),
        ("zhùxiāo", "zhuxiao"),
        ("ᏟᎪᏒᎠ", "card"),
        ("ᴄɑ\u0301ʀԁ", "card"),
        ("close it", "close it"),
        ("関閉〇號", "関閉〇號"),
        ("ガが한Ж", "ガが한Ж"),
        ("", ""),
    ],
)
def test_a_letter_that_passes_for_a_latin_one_is_that_one(written: str, read: str) -> None:
    assert latin(written) == read


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert latin(latin(text)) == latin(text)
    assert skeleton(latin(text)) == skeleton(text)


@pytest.mark.parametrize(
    ("label", "looks"),
    [
        ("paypal", "paypal"),
        ("pаypа1", "paypal"),
        ("ραγραl", "paypal"),
        ("goog1e", "google"),
        ("g00gle", "google"),
        ("ìcḃc", "icbc"),
        ("ćłone", "clone"),
        ("rnicrosoft", "microsoft"),
        ("vvechat", "wechat"),
        ("clhl", "dhl"),
        ("〇ppo", "oppo"),
        ("æbc", "abc"),
        ("", ""),
    ],
)
def test_labels_that_look_alike_have_one_skeleton(label: str, looks: str) -> None:
    assert skeleton(label) == skeleton(looks)


@pytest.mark.parametrize(("one", "other"), [("paypal", "paypa"), ("jd", "jb"), ("京东", "京西"), ("abc", "acb")])
def test_labels_that_do_not_look_alike_have_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
