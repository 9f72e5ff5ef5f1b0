"""Chinese reads the same in whatever script it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.text.hanzi import SIMPLIFIED, simplified


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("關閉京東白條", "关闭京东白条"),
        ("註銷賬戶，徵信異常", "注销账户，征信异常"),
        ("臺灣銀行", "台湾银行"),
        ("衞生", "卫生"),
        ("頭髮 發財", "头发 发财"),
        ("楽天証券", "乐天证券"),
        ("関閉", "关闭"),
        ("⻔户⺠生", "门户民生"),
        ("关闭白条", "关闭白条"),
        ("什么著名的缺口，欠款于我", "什么著名的缺口，欠款于我"),
        ("close it", "close it"),
        ("", ""),
    ],
)
def test_every_form_of_a_character_is_the_simplified_one(written: str, read: str) -> None:
    assert simplified(written) == read


@given(st.text(st.sampled_from(sorted(map(chr, SIMPLIFIED)))))
def test_what_was_simplified_is_as_long_and_simple(text: str) -> None:
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once


def test_common_simplified_characters_stay_what_they_are() -> None:
    rows = [bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
    assert {one: simplified(one) for one in rows if simplified(one) != one} == {"乾": "干"}
