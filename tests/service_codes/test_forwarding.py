"""What a dialled text does to incoming calls, and what it only seems to do."""

from functools import partial
from typing import NamedTuple
from urllib.parse import quote

import pytest
from msgspec.structs import replace

from guard_api.service_codes.forwarding import (
    NOT_FORWARDING,
    Action,
    Family,
    ForwardingCode,
    State,
    read_forwarding_code,
    read_reported_state,
)

ENABLE, DISABLE, QUERY = Action.ENABLE, Action.DISABLE, Action.QUERY
ALWAYS = (State.UNCONDITIONAL,)
BUSY = (State.CONDITIONAL_BUSY,)
NO_ANSWER = (State.CONDITIONAL_NO_ANSWER,)
NOT_REACHABLE = (State.CONDITIONAL_NOT_REACHABLE,)
CONDITIONAL = BUSY + NO_ANSWER + NOT_REACHABLE
ALL = ALWAYS + CONDITIONAL
CDMA, NANP, FIXED, JIO = Family.CDMA, Family.CDMA_NANP, Family.FIXED_CN, Family.JIO
MOBILE = "13800138000"


class Case(NamedTuple):
    """One dialled text and what it says."""

    dialled: str
    code: ForwardingCode


def cases(
    action: Action, target: str | None, states: tuple[State, ...], *texts: str, family: Family = Family.GSM
) -> list[Case]:
    return [Case(text, ForwardingCode(action, states, target, family=family)) for text in texts]


on, off, asks = partial(cases, ENABLE), partial(cases, DISABLE, None), partial(cases, QUERY, None)
other = partial(cases, Action.NOT_FORWARDING, None, ())


def refused(*enabled: Case) -> list[Case]:
    return [Case(text, replace(code, accepted=False)) for text, code in enabled]


CODES = [
    *on(MOBILE, ALWAYS, "**21*13800138000#", "*21*13800138000#", "**21*13800138000*11#"),
    *on(MOBILE, ALWAYS, "**21*13800138000*10#", "**21*13800138000*19#", "**21*13800138000*26#"),
    *on(MOBILE, ALWAYS, "**21*13800138000*11*20*9999#"),
    *on("+8613800138000", ALWAYS, "**21*+8613800138000#"),
    *on("0", ALWAYS, "**21*0#"),
    *on("13800000000", ALWAYS, "**21*13800000000#"),
    *on("10086", ALWAYS, "**21*10086#"),
    *on("110", ALWAYS, "**21*110#"),
    *on("123456789012345678901234567890", ALWAYS, "**21*123456789012345678901234567890#"),
    *on(None, ALWAYS, "*21#", "**21#", "**21*#", "**21**11#"),
    *on(MOBILE, BUSY, "**67*13800138000#"),
    *on(MOBILE, NO_ANSWER, "**61*13800138000#", "**61*13800138000*11*20#", "**61*13800138000*11*5#"),
    *on(MOBILE, NO_ANSWER, "*61*13800138000**30#"),
    *on(None, NO_ANSWER, "**61***20#"),
    *on(MOBILE, NOT_REACHABLE, "**62*13800138000#"),
    *on(None, NOT_REACHABLE, "*62#"),
    *on(MOBILE, CONDITIONAL, "**004*13800138000#", "**004*13800138000*11*30#"),
    *on("17142043114", CONDITIONAL, "**004*17142043114*11#"),
    *on(None, CONDITIONAL, "*004#"),
    *on(MOBILE, ALL, "**002*13800138000#"),
    *on(None, ALL, "*002#"),
    *refused(*on(MOBILE, NO_ANSWER, "**61*13800138000*11*abc#", "**61*13800138000*11*5s#")),
    *refused(*on(MOBILE, ALWAYS, "**21*13800138000#13800138000", "**21*13800138000#**67*10086#")),
    *refused(*on(MOBILE, ALWAYS, "**21*13800138000", "**21*13800138000*11")),
    *refused(*on("1380", ALWAYS, "**21*1380")),
    *refused(*on(MOBILE, ALWAYS, "**21*13800138000*15#", "**21*13800138000*1#", "**21*13800138000*voice#")),
    *refused(*off(ALL, "##002**15#")),
    *off(ALWAYS, "##21#", "#21#", "##21*13800138000#", "##21**11#"),
    *off(BUSY, "##67#", "#67#"),
    *off(NO_ANSWER, "##61#", "##61**11#"),
    *off(NOT_REACHABLE, "##62#", "#62#"),
    *off(CONDITIONAL, "##004#", "#004#"),
    *off(ALL, "##002#", "#002#"),
    *asks(ALWAYS, "*#21#", "*#21**11#"),
    *asks(BUSY, "*#67#"),
    *asks(NO_ANSWER, "*#61#"),
    *asks(NOT_REACHABLE, "*#62#"),
    *asks(CONDITIONAL, "*#004#"),
    *asks(ALL, "*#002#"),
    *on(MOBILE, ALWAYS, "*7213800138000", "*72 138 0013 8000", family=CDMA),
    *on("+8613800138000", ALWAYS, "*72+8613800138000", family=CDMA),
    *on("10086", ALWAYS, "*7210086", family=CDMA),
    *on(MOBILE, BUSY, "*9013800138000", family=CDMA),
    *on(MOBILE, NO_ANSWER, "*9213800138000", family=CDMA),
    *on(MOBILE, NOT_REACHABLE, "*6813800138000", family=CDMA),
    *off(ALWAYS, "*720", family=CDMA),
    *off(BUSY, "*900", family=CDMA),
    *off(NO_ANSWER, "*920", family=CDMA),
    *off(NOT_REACHABLE, "*680", family=CDMA),
    *on("2025550123", BUSY + NO_ANSWER, "*71 2025550123", "*71(202)555-0123", family=NANP),
    *off(ALL, "*73", "*730", family=NANP),
    *off(BUSY, "*91", family=NANP),
    *off(NO_ANSWER, "*93", family=NANP),
    *on("9876543210", ALWAYS, "*401*9876543210", "*401*9876543210#", "*401#9876543210", family=JIO),
    *on("+919876543210", ALWAYS, "*401*+91 98765 43210#", family=JIO),
    *on("9876543210", NO_ANSWER, "*403*9876543210", family=JIO),
    *on("9876543210", BUSY, "*405*9876543210", "*405#9876543210#", family=JIO),
    *on("9876543210", NOT_REACHABLE, "*409*9876543210", family=JIO),
    *off(ALWAYS, "*402", family=JIO),
    *off(NO_ANSWER, "*404", family=JIO),
    *off(BUSY, "*406", family=JIO),
    *off(NOT_REACHABLE, "*410", family=JIO),
    *off(ALL, "*413", family=JIO),
    *on(MOBILE, ALWAYS, "*57*13800138000#", family=FIXED),
    *on(MOBILE, BUSY, "*40*13800138000#", family=FIXED),
    *on(MOBILE, NO_ANSWER, "*41*13800138000#", family=FIXED),
    *refused(*on(MOBILE, ALWAYS, "*57*13800138000", family=FIXED)),
    *off(ALWAYS, "#57#", family=FIXED),
    *off(BUSY, "#40#", family=FIXED),
    *off(NO_ANSWER, "#41#", family=FIXED),
    *asks(ALWAYS, "*#57#", family=FIXED),
    *other("*31#13800138000", "*#31#", "*31#", "#31#13800138000", "*43#", "#43#", "*#06#", "*#0*#", "*#*#4636#*#*"),
    *other("*33*0000#", "**33*0000#", "*35*0000#", "**03*330*0000*1234*1234#", "**05*12345678*1234*1234#", "*30#"),
    *other("*74", "*67 2025550123", "*6713800138000", "*82 2025550123", "*69", "*67", "*58*13800138000#"),
    *other("*100#", "*123*1#", "*#100#", "*99#", "*920#", "*900#", "*720#", "*680#", "*73#", "*92#", "*57#", "*401#"),
    *other(*(f"**21*13800138000*{group}#" for group in (12, 13, 16, 17, 18, 20, 21, 22, 24, 25, 50, 65, 70, 85, 99))),
    *other("##002**13#", "#21**16#", "*#21**13#", "**67*13800138000*13#", "**61*13800138000*13*20#", "##21**013#"),
    *other("*731", "*7300", "*910", "*94", "*402#", "*404*9876543210", "*4020", "*407*9876543210", "*411", "*414"),
    *other("*210#", "*621#", "*0021#", "**610*13800138000#", "*2113800138000#", "*21 13800138000", "*401*98#"),
    *other("110", "11", "1", "0", "", "#", "*", "13800138000", "+8613800138000", "21*13800138000#"),
    *other("**2*13800138000#", "**21*", "**21", "*21*", "*21", "##21", "#21", "*#21", "**2", "**57", "*57*", "*57*1#"),
]
DIRTY = [
    *on(MOBILE, ALWAYS, "**21*138 0013 8000#", " **21*13800138000#", "**21*13800138000#\n", "* * 2 1 * 13800138000 #"),
    *on(MOBILE, ALWAYS, "＊＊２１＊１３８００１３８０００＃", "**21*138-0013-8000\ufe5f"),
    *on(MOBILE, ALWAYS, "\u2217\u221721\u221713800138000\u266f", "*\u200b*21*13800138000#"),
    *on(MOBILE, ALWAYS, "\u202a**21*13800138000#\u202c", "\ud800**21*13800138000#"),
    *on(MOBILE, ALWAYS, "tel:**21*13800138000%23", "TEL://**21*13800138000%23", "%2A%2A21%2A13800138000%23"),
    *on(MOBILE, ALWAYS, "tel:**21*13800138000%23;phone-context=+86", "tel:**21*13800138000%2523"),
    *on(MOBILE, ALWAYS, '<a href="tel:**21*13800138000%23">', "open tel:**21*13800138000%23 now"),
    *on(MOBILE, ALWAYS, "dial **21*13800138000# now", "Please call *21*138-0013-8000# to verify"),
    *on(MOBILE, ALWAYS, "请拨打**21*13800138000#，然后告诉我", "请拨打 ＊＊２１＊１３８００１３８０００＃ 确认"),
    *on("+8613800138000", ALWAYS, "**21*+86 138-0013-8000#"),
    *on("01012345678", ALWAYS, "**21*(010) 12345678#"),
    *on("138", ALWAYS, "**21*१३८#"),
    *on(MOBILE, ALWAYS, "请拨打*7213800138000", "dial *7213800138000 now", family=CDMA),
    *on(MOBILE, ALWAYS, "座机请拨*57*13800138000#确认", family=FIXED),
    *on("9876543210", ALWAYS, "Jio users dial *401#9876543210 now", family=JIO),
    *off(ALL, "拨打##002#取消", "tel:%23%23002%23"),
    *asks(ALWAYS, "dial *#21# to see it"),
    *other("我的号码是13800138000", "call me at 13800138000", "100%", "tel:13800138000", "tel:", "x" * 128 + "**21*1#"),
]


@pytest.mark.parametrize("case", CODES + DIRTY, ids=lambda case: f"{case.dialled!a}")
def test_a_dialled_text_is_read_as_what_it_does(case: Case) -> None:
    assert read_forwarding_code(case.dialled) == case.code


def test_disguise_does_not_change_what_a_code_does() -> None:
    for case in CODES:
        full_width = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in case.dialled)
        disguised = (full_width, "tel:" + quote(case.dialled), "\u200b ".join(case.dialled))
        assert [read_forwarding_code(dialled) for dialled in disguised] == [case.code] * 3


def test_an_over_long_code_is_an_attempt_that_no_network_accepts() -> None:
    read = read_forwarding_code("**21*" + "1" * 10_000 + "#")
    assert (read.action, read.states, read.accepted) == (ENABLE, ALWAYS, False)


@pytest.mark.parametrize("dialled", [None, 21, b"**21*1#", ["*21#"], object], ids=repr)
def test_what_is_no_text_is_no_code(dialled: object) -> None:
    assert read_forwarding_code(dialled) == NOT_FORWARDING


@pytest.mark.parametrize(
    ("enabled", "states", "target", "code"),
    [
        (True, None, None, ForwardingCode(ENABLE, ALWAYS, family=Family.REPORT)),
        (True, ["unconditional"], " １３８\u200b ", ForwardingCode(ENABLE, ALWAYS, "138", family=Family.REPORT)),
        (True, ["conditional_busy"], "", ForwardingCode(ENABLE, BUSY, family=Family.REPORT)),
        (True, ["conditional_busy", "unconditional"], 5, ForwardingCode(ENABLE, ALWAYS + BUSY, family=Family.REPORT)),
        (True, ["sometimes", None, 5], None, ForwardingCode(ENABLE, ALWAYS, family=Family.REPORT)),
        (False, list(State), "138", ForwardingCode(DISABLE, ALL, family=Family.REPORT)),
        (None, [], "138", ForwardingCode(QUERY, ALWAYS, family=Family.REPORT)),
    ],
)
def test_a_phone_reports_unconditional_unless_it_names_states_and_unknown_changes_nothing(
    enabled: bool | None,  # noqa: FBT001 - as reported
    states: list[object] | None,
    target: object,
    code: ForwardingCode,
) -> None:
    assert read_reported_state(enabled=enabled, states=states, target=target) == code
