"""Ways to be cut off from help, and their harmless twins: the same deed without a stranger, or another beside him."""

import pytest

from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    CALL,
    DAUGHTER,
    EMPTY,
    FORWARD,
    HANG_UP,
    OFFICIAL,
    SHARE,
    STRANGER,
    Seen,
    Step,
    Story,
    dial,
    play,
    report,
    shown,
    story,
)

CUT_OFF = ["cut_off_from_help"]
STAYS = {**STRANGER, "call_state": "active"}


def reach(**fields: object) -> Seen:
    """The phone tells who can reach it."""
    return {"reachability": fields}


def rings(number: str) -> Seen:
    return {"caller_number": number, "call_state": "ringing"}


def stops(number: str) -> Seen:
    return {"caller_number": number, "call_state": "ended"}


SILENT, LOUD = reach(do_not_disturb=True), reach(do_not_disturb=False)
FLYING = reach(airplane_mode=True)
STRANGE_DIALER = reach(default_dialer="com.kefu.phone")
GOOGLE_DIALER = reach(default_dialer="com.google.android.dialer")
REDIRECTED = reach(call_redirection_app="com.kefu.redirect")
POLICE_BLOCKED = reach(calls_blocked_from=["96110", "13800001111"])
BANK_BLOCKED = reach(calls_blocked_from=["95588"])
NOTHING_BLOCKED = reach(calls_blocked_from=[])
FOR_ONESELF = report(enabled=True)

FRAUD = [
    story("all incoming calls barred", "warning", (0, CALL), (4, dial("*35*0000#")), shows=CUT_OFF),
    story("all outgoing calls barred", "warning", (0, CALL), (4, dial("*33*0000#")), shows=CUT_OFF),
    story("barred for speech", "warning", (0, CALL), (4, dial("*35*1234*11#")), shows=CUT_OFF),
    story("all barring services", "warning", (0, CALL), (4, dial("*330*0000#")), shows=CUT_OFF),
    story("outgoing services, as a link", "warning", (0, CALL), (4, dial("tel:*333*0000%23")), shows=CUT_OFF),
    story("incoming services, full width", "warning", (0, CALL), (4, dial("＊３５３＊００００＃")), shows=CUT_OFF),
    story("barred after he hung up", "warning", (0, CALL), (6, HANG_UP), (30, dial("*35*0000#")), shows=CUT_OFF),
    story("the password is changed", "warning", (0, CALL), (4, dial("**03*330*0000*9731*9731#")), shows=CUT_OFF),
    story(
        "barred and lifted elsewhere only",
        "warning",
        (0, CALL),
        (4, dial("*35*0000#")),
        (6, dial("#33*0000#")),
        shows=CUT_OFF,
    ),
    story(
        "barred, the lifting is refused", "warning", (0, CALL), (4, dial("*35*0000#")), (6, dial("#35#")), shows=CUT_OFF
    ),
    story("barred with the screen shared", "critical", (0, CALL), (2, SHARE), (4, dial("*35*0000#")), shows=CUT_OFF),
    story("silent while he talks", "warning", (0, CALL), (9, SILENT), shows=CUT_OFF),
    story("silent as he hangs up", "warning", (0, CALL), (9, HANG_UP), (12, SILENT), shows=CUT_OFF),
    story(
        "silent later, but he sees the screen",
        "critical",
        (0, CALL),
        (9, HANG_UP),
        (12, SHARE),
        (22, SILENT),
        shows=CUT_OFF,
    ),
    story("flight mode while he talks in another app", "warning", (0, CALL), (9, FLYING), (10, HANG_UP), shows=CUT_OFF),
    story("another dialer", "warning", (-60, GOOGLE_DIALER), (0, CALL), (8, STRANGE_DIALER), shows=CUT_OFF),
    story("another dialer, seen for the first time", "warning", (0, CALL), (8, STRANGE_DIALER), shows=CUT_OFF),
    story("outgoing calls redirected", "warning", (0, CALL), (8, REDIRECTED), shows=CUT_OFF),
    story("96110 is blocked", "warning", (0, CALL), (8, POLICE_BLOCKED), shows=CUT_OFF),
    story(
        "the bank is blocked with the screen shared",
        "critical",
        (0, CALL),
        (3, SHARE),
        (8, BANK_BLOCKED),
        shows=CUT_OFF,
    ),
    story(
        "the bank is blocked some time after the call",
        "warning",
        (0, CALL),
        (3, HANG_UP),
        (20, BANK_BLOCKED),
        shows=CUT_OFF,
    ),
    story(
        "96110 rings in vain while he talks",
        "warning",
        (0, CALL),
        (8, rings("96110")),
        (8.5, stops("96110")),
        shows=CUT_OFF,
    ),
    story(
        "96110 rings in vain after he hung up",
        "warning",
        (0, CALL),
        (8, HANG_UP),
        (20, rings("96110")),
        (20.5, stops("96110")),
        shows=CUT_OFF,
    ),
    story(
        "a city's 96110 rings in vain",
        "warning",
        (0, CALL),
        (8, rings("057196110")),
        (8.5, stops("057196110")),
        shows=CUT_OFF,
    ),
    story(
        "the bank rings in vain while he talks",
        "warning",
        (0, CALL),
        (8, rings("95588")),
        (8.5, stops("95588")),
        shows=CUT_OFF,
    ),
    story(
        "one bank's forged line talks, another rings",
        "warning",
        (0, OFFICIAL),
        (8, rings("95533")),
        (8.5, stops("95533")),
        shows=CUT_OFF,
    ),
    story(
        "96110 rings in vain with the screen shared",
        "critical",
        (0, CALL),
        (3, SHARE),
        (8, rings("96110")),
        (8.5, stops("96110")),
        shows=CUT_OFF,
    ),
    story(
        "96110 rings in vain while calls are diverted for him",
        "warning",
        (0, CALL),
        (2, FORWARD),
        (4, HANG_UP),
        (60, rings("96110")),
        (60.5, stops("96110")),
        shows=CUT_OFF,
    ),
    story(
        "silent while calls are diverted for him",
        "warning",
        (0, CALL),
        (2, dial("**67*13800138000#")),
        (4, HANG_UP),
        (26, EMPTY),
        (32, SILENT),
        shows=["forwarding_left_on"],
    ),
    story(
        "barred hours after calls were diverted for him",
        "warning",
        (0, CALL),
        (2, FORWARD),
        (4, HANG_UP),
        (30, EMPTY),
        (300, dial("*33*0000#")),
        shows=CUT_OFF,
    ),
    story(
        "96110 rings in vain a day after",
        "warning",
        (0, CALL),
        (2, FORWARD),
        (4, HANG_UP),
        (30, EMPTY),
        (1500, rings("96110")),
        (1500.5, stops("96110")),
        shows=CUT_OFF,
    ),
]

HARMLESS = [
    story("incoming calls barred by oneself", "none", (0, dial("*35*0000#"))),
    story("outgoing calls barred for a child", "none", (0, dial("*33*0000#")), (1, dial("**03*330*0000*1357*1357#"))),
    story("calls abroad barred with a stranger on the line", "none", (0, CALL), (4, dial("*331*0000#"))),
    story("calls abroad but home barred", "none", (0, CALL), (4, dial("*332*0000#"))),
    story("incoming barred abroad", "none", (0, CALL), (4, dial("*351*0000#"))),
    story("fax barred", "none", (0, CALL), (4, dial("*35*0000*13#"))),
    story("asked whether calls are barred", "none", (0, CALL), (4, dial("*#33#"))),
    story("barring lifted", "none", (0, CALL), (4, dial("#330*0000#"))),
    story("barred and lifted again", "none", (0, CALL), (4, dial("*35*0000#")), (5, dial("#35*0000#"))),
    story("barred long after a courier", "none", (0, CALL), (2, HANG_UP), (40, dial("*35*0000#"))),
    story("barred long before a courier", "none", (0, dial("*35*0000#")), (60, CALL), (61, HANG_UP)),
    story("do-not-disturb at night", "none", (0, SILENT), (480, LOUD)),
    story("a call at night through do-not-disturb", "none", (0, SILENT), (20, CALL), (22, HANG_UP)),
    story(
        "told again the next morning beside a courier", "none", (0, SILENT), (600, {**CALL, **SILENT}), (602, HANG_UP)
    ),
    story("a nap after a courier", "none", (0, CALL), (1, HANG_UP), (15, SILENT)),
    story("flight mode in a plane", "none", (0, FLYING), (180, reach(airplane_mode=False))),
    story("flight mode a while after the driver's call", "none", (0, CALL), (1, HANG_UP), (25, FLYING)),
    story("loud again while somebody calls", "none", (-90, SILENT), (0, CALL), (1, LOUD)),
    story(
        "nothing known while somebody calls",
        "none",
        (0, CALL),
        (1, reach(do_not_disturb=None, airplane_mode=None, default_dialer=None)),
    ),
    story("a dialer from the store", "none", (-60, GOOGLE_DIALER), (0, reach(default_dialer="com.truecaller"))),
    story(
        "a dialer from the store while somebody calls", "none", (0, CALL), (1, reach(default_dialer="com.truecaller"))
    ),
    story("a strange dialer of long standing", "none", (-300, STRANGE_DIALER), (0, {**CALL, **STRANGE_DIALER})),
    story("an own redirection of long standing", "none", (-300, REDIRECTED), (0, {**CALL, **REDIRECTED})),
    story("a bank's advertising blocked", "none", (0, BANK_BLOCKED)),
    story("blocked long ago, told again", "none", (-300, BANK_BLOCKED), (0, {**CALL, **BANK_BLOCKED})),
    story("a private number blocked", "none", (0, CALL), (3, reach(calls_blocked_from=["13800001111", "junk", ""]))),
    story("nothing is blocked", "none", (0, CALL), (3, NOTHING_BLOCKED)),
    story("one missed call of 96110", "none", (0, rings("96110")), (0.5, stops("96110"))),
    story("96110 missed beside the daughter", "none", (-2, DAUGHTER), (0, rings("96110")), (0.5, stops("96110"))),
    story(
        "96110 answered after a stranger",
        "none",
        (0, CALL),
        (1, HANG_UP),
        (10, rings("96110")),
        (10.2, {"caller_number": "96110", "call_state": "active"}),
        (14, stops("96110")),
    ),
    story(
        "96110 missed long after a courier",
        "none",
        (0, CALL),
        (1, HANG_UP),
        (50, rings("96110")),
        (50.5, stops("96110")),
    ),
    story(
        "a bank's line missed a while after a courier",
        "none",
        (0, CALL),
        (1, HANG_UP),
        (15, rings("95588")),
        (15.5, stops("95588")),
    ),
    story(
        "a bank that rings again after its own call",
        "none",
        (0, OFFICIAL),
        (3, HANG_UP),
        (5, rings("95588")),
        (5.5, stops("95588")),
    ),
    story("a shop's line missed beside a courier", "none", (0, CALL), (1, rings("95338")), (1.5, stops("95338"))),
    story("96110 rings still", "none", (0, CALL), (8, rings("96110"))),
    story(
        "96110 missed while calls go to one's own phone by one's own wish",
        "none",
        (0, FOR_ONESELF),
        (60, rings("96110")),
        (60.5, stops("96110")),
    ),
    story(
        "a missed stranger, then silence",
        "none",
        (0, {**STRANGER, "call_state": "ringing"}),
        (0.5, HANG_UP),
        (3, SILENT),
    ),
    story("the daughter has the phone silenced", "none", (0, DAUGHTER), (3, SILENT), (4, STRANGE_DIALER)),
]


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_who_is_cut_off_is_warned(phone: TestPhone, clock: Clock, story: Story) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert (answer["level"], story.patterns <= shown(answer)) == (story.level, True), answer


@pytest.mark.parametrize("story", HARMLESS, ids=lambda story: story.name)
def test_what_looks_alike_stays_quiet(phone: TestPhone, clock: Clock, story: Story) -> None:
    levels = [answer["level"] for answer in play(phone, clock, story.steps)]

    allowed = {"none"} if story.name != "barred and lifted again" else {"none", "warning"}
    assert set(levels) <= allowed
    assert levels[-1] == "none"


JUNK = ["", "\u0000", "junk" * 100, "🧿", "96110" * 60, "+", "*35*0000#"]


def test_junk_is_answered_and_wrong_types_are_refused(phone: TestPhone) -> None:
    report = {"default_dialer": JUNK[2], "call_redirection_app": JUNK[3], "calls_blocked_from": JUNK * 9, "later": 1}
    assert phone.check(**CALL, reachability=report)["level"] in {"none", "warning"}
    assert (
        phone.check(call_forwarding_changes=[{"code": f"*35*{junk}#"} for junk in JUNK])["line"]["state"] == "unknown"
    )
    for wrong in ({"do_not_disturb": 1}, {"default_dialer": 5}, {"calls_blocked_from": [96110]}, ["x"]):
        assert phone.post({"reachability": wrong}).status_code == 422


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_words_say_what_happened_and_who_rang_in_vain(phone: TestPhone, clock: Clock, language: str) -> None:
    phone.language = language
    steps: list[Step] = [(0, CALL), (2, dial("*35*0000#")), (8, rings("95588")), (8.5, stops("95588"))]
    _, barred, _, bank = [answer["warnings"] for answer in play(phone, clock, steps)]

    assert "Industrial and Commercial Bank" in bank[0]["message"] or "工商银行" in bank[0]["message"]
    assert barred[0]["title"] in {"Your calls are blocked", "您的电话被锁住了"}
    assert not any("{" in str(warning[part]) for warning in (*bank, *barred) for part in ("title", "message", "advice"))
