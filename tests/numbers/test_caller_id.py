"""What a displayed number is read as: genuine forms, dressed-up forms, and junk."""

from functools import partial
from time import process_time
from timeit import repeat
from typing import NamedTuple

import pytest

from guard_api.numbers.caller_id import CallerId, CallerKind, CallerReason, masked, read_caller_id
from guard_api.numbers.directory import Directory

WITHHELD, UNREADABLE, LOOKALIKE = CallerKind.WITHHELD, CallerKind.UNREADABLE, CallerKind.LOOKALIKE


class Case(NamedTuple):
    """One displayed text and what it is."""

    displayed: str
    region: str
    kind: CallerKind
    reasons: tuple[CallerReason, ...]
    official: str | None


def cases(
    kind: CallerKind, reason: CallerReason | None, official: str | None, *displayed: str, region: str = "CN"
) -> list[Case]:
    return [Case(text, region, kind, (reason,) if reason else (), official) for text in displayed]


genuine = partial(cases, CallerKind.OFFICIAL, None)
weak = partial(cases, LOOKALIKE, CallerReason.HOTLINE_WITH_COUNTRY_CODE)
strong = partial(cases, LOOKALIKE, CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX)
ordinary = partial(cases, CallerKind.ORDINARY, None, None)
foreign = partial(cases, CallerKind.FOREIGN, None, None)
short = partial(cases, CallerKind.SHORT, None, None)
impossible = partial(cases, CallerKind.IMPOSSIBLE, CallerReason.IMPOSSIBLE_INTERNATIONAL, None)
impossible_at_home = partial(cases, CallerKind.IMPOSSIBLE, CallerReason.IMPOSSIBLE_NATIONAL, None)
withheld = partial(cases, WITHHELD, None, None)
unreadable = partial(cases, UNREADABLE, None, None)

CASES = [
    *genuine("95588", "95588", "01095588", "010 95588", "0999 95588", "９５５８８", "９５５-８８", "955８８", "٩٥٥٨٨"),
    *genuine("95588", "۹۵۵۸۸", "९५५८८", "\u206695588\u2069", "95\u200b588", "95\u00ad588", "\ufeff95588"),
    *genuine("95588", "tel:95588", "ｔｅｌ：95588", "tel:95588;phone-context=+86", "sip:95588@icbc.example"),
    *genuine("95118", "95118", "95118\u202e"),
    *genuine("96110", "96110", "057196110", "(010)96110", "075596110", "0755-96110", "0911 96110"),
    *genuine("12363", "12363", "(0755) 12363"),
    *genuine("12345", "12345", "02112345"),
    *genuine("110", "110", "010110"),
    *genuine("10086", "10086"),
    *genuine("1008611", "1008611"),
    *genuine("4008108866", "4008108866", "+86 400 810 8866", "+864008108866"),
    *genuine("4006065500", "400-606-5500", "+86 400-606-5500"),
    *genuine("8008208865", "800 820 8865", "+868008208865"),
    *genuine("02161295599", "021 6129 5599", "+862161295599", "862161295599"),
    *genuine("1069095599", "1069095599"),
    *genuine("106980095566", "106980095566"),
    *genuine("159", "159", region="GB"),
    *genuine("18222", "18222", region="HK"),
    *genuine("165", "165", region="TW"),
    *genuine("1930", "1930", region="IN"),
    *weak("95588", "+8695588", "+861095588", "0086 95588", "00 86 95588", "+0086 95588", "8695588", "86 95588"),
    *weak("95588", "(+86)95588", "+86-95588", "+ 86.95588", "\uff0b8695588", "\ufe628695588", "\u200e+8695588\u200f"),
    *weak("95588", "tel:+86-95588", "tel:%2B8695588", "[86]95588"),
    *weak("96110", "+8696110", "+86 755 96110", "+86075596110", "+86 (0)755 96110", "00 86 0755 96110"),
    *weak("12363", "+8612363"),
    *weak("110", "+86 110"),
    *weak("10086", "+8610086"),
    *weak("95588", "+8695588", "011 86 95588", "0118695588", region="US"),
    *weak("159", "+44159"),
    *weak("159", "+44159", "0044159", "44159", region="GB"),
    *weak("159", "011 44 159", region="US"),
    *weak("18222", "+85218222", "85218222", region="HK"),
    *weak("1930", "+91 1930", region="IN"),
    *strong("95118", "0095118", "+0095118", "+81 95118"),
    *strong("95588", "00195588", "+1 95588", "+852 95588", "0085295588", "+44 95588"),
    *strong("96110", "0096110", "+1 0755 96110", "+852 0755 96110"),
    *strong("950618", "+950618"),
    *strong("12363", "+12363", "0012363"),
    *strong("110", "+110", "00110"),
    *strong("4008108866", "+4008108866", "004008108866", "+14008108866"),
    *strong("159", "00159", "+159", "+33 159", region="GB"),
    *strong("6700", "0116700", region="US"),
    *ordinary("13800138000", "+8613800138000", "0086 138 0013 8000", "8613800138000", "86-138-0013-8000"),
    *ordinary("tel:13800138000", "sip:+8613800138000@ims.example;user=phone", "013800138000", "19912345678"),
    *ordinary("02155551234", "021-5555-1234", "02161295598", "+8610 12345678", "4001234567", "+864001234567"),
    *ordinary("8008208820", "+868008208820", "+86 755 8888 9999"),
    *ordinary("4155552671", "(415) 555-2671", "14155552671", "+1 415 555 2671", region="US"),
    *ordinary("020 7946 0958", "07911 123456", "447911123456", "+44 7911 123456", region="GB"),
    *ordinary("9876543210", "09876543210", "919876543210", "1600123456", "1401234567", region="IN"),
    *ordinary("21234567", "+85221234567", "85221234567", region="HK"),
    *ordinary("0912345678", "+886912345678", region="TW"),
    *foreign("+14155552671", "0014155552671", "+85221234567", "+85366123456", "+886912345678", "+81 90 1234 5678"),
    *foreign("+8613912345678", region="GB"),
    *foreign("0118613800138000", "011 44 7911 123456", region="US"),
    *impossible("+00935973038", "+888123456", "+12", "+999123456789", "+21012345", "+1234567890123456"),
    *impossible("+86138001380001234", "+0", "+00", "000", "+86"),
    *impossible("+95588", "0113", region="US"),
    *impossible_at_home("138001380001234", "23456789012345"),
    *short("955881", "95588 1", "95588123", "+8695588123", "12306", "96123", "999", "159"),
    *short("106", "1065912345678", "106575258192", "+86106575258192", "12583113800138000"),
    *short("999", "101", "1599", region="GB"),
    *short("911", "95588", region="US"),
    *withheld("", "anonymous", "Private", "未知号码", "-1", "-2", "-3", "\u22121", "－１", "\u202e", "   "),
    *withheld("UNKNOWN", "No Caller ID", "PRIVATE NUMBER", "<unknown>", "私人号码", "无来电显示", "非通知"),
    *unreadable("JDCALL", "955JD", "*21#", "九五五八八", "1" + "-" * 240 + "a", "1" * 65, "+", "ICBC"),
    *unreadable("\u041e5588", "9558\u0412", "Priv\u0430te", "95588\u0445", "工商银行95588", "95588 转 1"),
    *unreadable("95588,1", "95588#", "++8695588", "95588;ext=1", "95588@icbc.example", "anonymous 95588"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.region}:{case.displayed!a}")
def test_a_displayed_number_is_read_as_what_it_is(case: Case, directory: Directory) -> None:
    read = read_caller_id(case.displayed, case.region, directory)
    imitated = read.official.number if read.official else None
    assert (read.kind, imitated, read.reasons) == (case.kind, case.official, case.reasons)
    assert read.displayed == case.displayed


@pytest.mark.parametrize(
    ("region", "key", "forms"),
    [
        ("CN", "+8613800138000", ["13800138000", "+86 138 0013 8000", "008613800138000", "8613800138000"]),
        ("US", "+8613800138000", ["+8613800138000", "0118613800138000"]),
        ("US", "+14155552671", ["4155552671", "(415) 555-2671", "14155552671", "+14155552671"]),
        ("CN", "CN:95588", ["95588", "01095588", "０１０９５５８８", "tel:95588"]),
        ("CN", "CN:4008108866", ["4008108866", "400-810-8866", "+864008108866"]),
        ("CN", "CN:02161295599", ["02161295599", "+862161295599"]),
        ("CN", "CN:106575258192", ["106575258192", "+86106575258192"]),
        ("CN", "+8695588", ["+8695588", "+86-95588", "＋８６９５５８８"]),
    ],
)
def test_one_caller_has_one_key_in_every_form(region: str, key: str, forms: list[str], directory: Directory) -> None:
    assert {read_caller_id(form, region, directory).key for form in forms} == {key}


@pytest.mark.parametrize("displayed", [None, 95588, 9.5, b"95588", ["95588"], object], ids=repr)
def test_what_is_no_text_is_withheld(displayed: object, directory: Directory) -> None:
    assert read_caller_id(displayed, "CN", directory) == CallerId("", WITHHELD)


def test_every_shipped_number_is_official_as_printed(directory: Directory) -> None:
    read = [(number, read_caller_id(number.number, number.region, directory)) for number in directory.numbers]
    wrong = [number for number, caller in read if caller.kind is not CallerKind.OFFICIAL or caller.official is None]
    assert wrong == []
    assert {number.organization for number in directory.numbers} <= set(directory.organizations)


@pytest.mark.parametrize(
    ("prefix", "reason"),
    [
        ("+", CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX),
        ("00", CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX),
        ("+86", CallerReason.HOTLINE_WITH_COUNTRY_CODE),
        ("86", CallerReason.HOTLINE_WITH_COUNTRY_CODE),
    ],
)
def test_every_shipped_hotline_is_unmasked_behind_a_prefix(
    prefix: str, reason: CallerReason, directory: Directory
) -> None:
    hotlines = [n for n in directory.numbers if n.region == "CN" and len(n.number) <= 6]
    read = [read_caller_id(prefix + hotline.number, "CN", directory) for hotline in hotlines]
    assert len(hotlines) > 100
    assert [(caller.official, caller.reasons) for caller in read] == [(hotline, (reason,)) for hotline in hotlines]


@pytest.mark.parametrize(
    "hostile",
    ["1" + "-" * 254 + "a", "(" * 256, "9" + "\u0301" * 255, "9\u200b" * 128, "1-" * 64, "0" * 64, "tel:" + "%39" * 84],
    ids=["dashes", "brackets", "accents", "zero-width", "digits", "zeros", "percent"],
)
def test_no_hostile_number_costs_twenty_times_an_ordinary_one(hostile: str, directory: Directory) -> None:
    def cost(displayed: str) -> float:
        return min(repeat(lambda: read_caller_id(displayed, "CN", directory), timer=process_time, number=50, repeat=7))

    assert cost(hostile) < 20 * cost("13800138000")


@pytest.mark.parametrize(
    ("displayed", "logged"),
    [
        ("+8613800138000", "+8***00"),
        ("1380013", "13***13"),
        ("138001", "***"),
        ("", "***"),
        ("**21*13800138000#", "*****0?"),
        ("<b>95588</b>\r\n", "?b***b?"),
        ("１３８００１３８０００", "13***00"),
    ],
)
def test_logs_hold_at_most_four_characters_of_a_number(displayed: str, logged: str) -> None:
    assert masked(displayed) == logged
