"""What holds for the readers of numbers whatever a phone sends: they never raise, and their answers make sense."""

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.numbers.caller_id import CallerKind, masked, read_caller_id
from guard_api.numbers.claimed_names import ClaimedNames
from guard_api.numbers.directory import Directory
from guard_api.service_codes.deactivation import deactivation_codes
from guard_api.service_codes.forwarding import (
    NOT_FORWARDING,
    Action,
    State,
    read_forwarding_code,
    read_reported_state,
)
from guard_api.service_codes.ussd_reply import read_ussd_reply
from guard_api.text.plain import plain, without_scheme

REGIONS = st.sampled_from(
    ["CN", "US", "GB", "IN", "HK", "TW", "SG", "AU", "JP", "RU", "IT", "AC", "ZZ", "001", "", "cn"]
)
NUMBERS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "+", "00", "+00", "011", "+86", "0086", "86", "+1", "+44", "001", "0", "010", "0755", "tel:"]),
    st.sampled_from(["", "95588", "96110", "110", "159", "4008108866", "13800138000", "1069095599", "02155551234"]),
    st.text("0123456789", max_size=12),
)
CODES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "**", "*", "#", "##", "*#", "tel:", "拨"]),
    st.sampled_from(
        ["21", "67", "61", "62", "004", "002", "72", "720", "90", "71", "73", "57", "40", "401", "06", "31"]
    ),
    st.text("*#0123456789", max_size=20),
    st.sampled_from(["", "#", "%23", "# "]),
)
WORDS = ["Voice: ", "语音：", "not forwarded", "未", "已", "开启", "13800138000", "\n", "busy ", "遇忙", "Data", "京东"]
TEXTS = st.one_of(
    st.text(),
    st.text(st.characters(exclude_categories=())),
    st.text("+0123456789０٣ -().*#%;:@\u200b", max_size=300),
    st.builds(operator.mul, st.text(min_size=1, max_size=4), st.integers(1, 10_000)),
    st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=5)).map("".join),
    NUMBERS,
    CODES,
)
ANYTHING = TEXTS | st.none() | st.booleans() | st.integers() | st.floats() | st.binary() | st.lists(st.text())
NOISE = st.lists(
    st.sampled_from(["", "", "", " ", "-", "\u200b", "\u202e", "\ufe0f", ".", "\u3000", "\u2013"]), min_size=40
)


@pytest.fixture(scope="module")
def claims(directory: Directory) -> ClaimedNames:
    return ClaimedNames(directory)


@given(sent=ANYTHING, region=REGIONS)
def test_no_reader_ever_raises(directory: Directory, claims: ClaimedNames, sent: object, region: str) -> None:
    read_caller_id(sent, region, directory)
    read_forwarding_code(sent)
    read_ussd_reply(sent)
    read_reported_state(enabled=True, states=[sent], target=sent)
    claims.find(sent)
    deactivation_codes(State, str(sent), region)
    directory.genuine(without_scheme(str(sent)), region)


@given(sent=ANYTHING)
def test_plain_text_has_no_invisible_characters_and_no_digits_but_ascii(sent: object) -> None:
    read = plain(sent)
    assert all(character.isprintable() or character.isspace() for character in read)
    assert all(character.isascii() for character in read if character.isdecimal())


@given(sent=ANYTHING, region=REGIONS)
def test_a_caller_names_whom_it_is_or_imitates_has_a_key_when_readable_and_a_reason_when_bad(
    directory: Directory, sent: object, region: str
) -> None:
    read = read_caller_id(sent, region, directory)
    assert (read.official is not None) == (read.kind in {CallerKind.OFFICIAL, CallerKind.LOOKALIKE})
    assert (read.key is None) == (read.kind in {CallerKind.WITHHELD, CallerKind.UNREADABLE})
    assert len(read.reasons) == (read.kind in {CallerKind.LOOKALIKE, CallerKind.IMPOSSIBLE})


@given(displayed=TEXTS)
def test_logs_hold_at_most_four_characters_of_a_number_and_none_that_forges_a_line(displayed: str) -> None:
    logged = masked(displayed)
    assert len(logged.replace("***", "", 1)) <= 4
    assert all(character.isalnum() or character in "+*?" for character in logged)


@given(sent=ANYTHING)
def test_a_code_changes_named_states_and_has_a_target_only_when_it_switches_on(sent: object) -> None:
    for read in (read_forwarding_code(sent), read_ussd_reply(sent)):
        assert (read.action is Action.NOT_FORWARDING) == (read == NOT_FORWARDING) == (not read.states)
        assert read.states == tuple(state for state in State if state in read.states)
        assert read.target is None or (read.action is Action.ENABLE and read.target)


@given(number=NUMBERS.filter(lambda text: "tel" not in text), region=REGIONS, noise=NOISE)
def test_separators_and_invisible_characters_do_not_change_a_caller(
    directory: Directory, number: str, region: str, noise: list[str]
) -> None:
    noisy = number[:3] + "".join(map(operator.add, number[3:], noise))
    read, again = (read_caller_id(text, region, directory) for text in (number, noisy))
    assert (again.kind, again.key, again.reasons, again.official) == (read.kind, read.key, read.reasons, read.official)


@given(code=CODES.filter(lambda text: "%" not in text and ":" not in text), noise=NOISE)
def test_separators_and_invisible_characters_do_not_change_a_code(code: str, noise: list[str]) -> None:
    assert read_forwarding_code("".join(map(operator.add, code, noise))) == read_forwarding_code(code)
