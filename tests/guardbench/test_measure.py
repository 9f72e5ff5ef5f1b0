"""Prefix evaluation and its figures: only what is said before the money goes counts."""

from collections.abc import Sequence
from typing import Any, Self

import pytest

from guard_api.engine.policy import Level
from guard_api.guardbench.cases import Case, Label, Sensors, Step
from guard_api.guardbench.comparators import comparators
from guard_api.guardbench.measure import FALSE_GOAL, poisson_interval, score
from guard_api.guardbench.play import Answer, Played, TimedAnswer, play
from guard_api.guardbench.report import BadPage, missed, put_into, report

NONE, NOTICE, WARNING, CRITICAL = Level
RULES = dict(comparators())
BANK, SHARE, CODE = (
    {"foreground_app": "com.icbc"},
    {"screen_share_active": True},
    {"moments": [{"kind": "code_received"}]},
)
APP = {"installed_apps": [{"package": "a.b", "source": "downloaded_file"}]}
CALL = {"caller_number": "13900001234", "call_state": "active", "call_kind": "cellular", "caller_in_contacts": False}
FRIEND = {**CALL, "caller_in_contacts": True}
END = {"caller_number": "13900001234", "call_state": "ended"}


def case(*steps: tuple[float, dict[str, Any]], money: float | None = None, **more: Any) -> Case:
    label = more.pop("label", Label.HARMLESS if money is None else Label.FRAUD)
    taken = tuple(Step(minute, check) for minute, check in steps or [(0, {"links": []})])
    return Case("one", "One", label, "test", "made up", "CN", taken, **{"hours": 2, "money_at": money, **more})


def played(of: Case, *answers: tuple[float, Level]) -> Played:
    return Played(of, [TimedAnswer(minute, level, None) for minute, level in answers])


class Scripted:
    """A guard that answers in turn, and notes what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.checks: list[tuple[float, dict[str, Any]]] = []

    def phone(self, _case: Case) -> "Scripted":
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.answers.clear()

    def tell(self, minute: float, check: Any) -> Answer:
        self.checks.append((minute, dict(check)))
        return self.answers.pop(0) if self.answers else Answer(NONE)


def test_only_what_is_answered_before_the_money_counts() -> None:
    late = played(case(money=20), (3, NOTICE), (20, CRITICAL))
    early = played(case(money=20), (3, NOTICE), (8, WARNING), (15, CRITICAL), (21, NONE))

    assert (late.level, late.lead) == (NOTICE, None)
    assert (early.level, early.lead) == (CRITICAL, 12)


def test_a_warning_that_begins_again_is_another() -> None:
    outcome = played(case(), (1, WARNING), (2, CRITICAL), (3, NOTICE), (4, WARNING), (5, NONE))

    assert (outcome.level, outcome.warnings) == (CRITICAL, 2)


def test_a_phone_asks_again_when_an_answer_no_longer_stands_three_times_at_most() -> None:
    guard = Scripted(*[Answer(WARNING, stands=5)] * 9)

    play(case((0, BANK), (60, SHARE)), guard)

    assert guard.checks == [(0, BANK), (5, {}), (10, {}), (15, {}), (60, SHARE), (65, {}), (70, {}), (75, {})]


def test_it_does_not_where_nothing_is_warned_of_or_something_happens_before() -> None:
    guard = Scripted(Answer(NONE, stands=5), Answer(WARNING, stands=5), Answer(WARNING))

    play(case((0, BANK), (10, SHARE), (12, CODE)), guard)

    assert guard.checks == [(0, BANK), (10, SHARE), (12, CODE)]


def test_a_score_counts_what_was_reached_and_the_hours() -> None:
    one = score(
        [
            played(case(money=20), (3, CRITICAL)),
            played(case(money=20, label=Label.ADVERSARIAL), (19, WARNING)),
            Played(case(money=20), [TimedAnswer(3, NOTICE, "texts")]),
            played(case(hours=15), (3, WARNING)),
            played(case(hours=5), (3, NOTICE)),
            played(case(ambiguous=True), (3, CRITICAL)),
        ]
    )

    assert (one.frauds, one.noticed, one.warned, one.critical) == (3, 3, 2, 1)
    assert (one.adversarial, one.adversarial_warned, one.questioned_only, one.lead) == (1, 1, 1, 9)
    assert (one.harmless, one.harmless_warned, one.hours, one.false_warnings, one.false_rate) == (2, 1, 20, 1, 50)
    assert (one.ambiguous, one.ambiguous_warned) == (1, 1)


def test_nothing_played_is_no_division_by_zero() -> None:
    nothing = score([])

    assert (nothing.recall, nothing.false_rate, nothing.false_interval, nothing.lead) == (0, 0, (0, 0), None)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (50, 37.11, 65.92)]
)
def test_the_interval_is_garwoods(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), rel=1e-3, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "warned", "quiet"),
    [
        ("Google, in-call protection", [CALL, SHARE, BANK], [FRIEND, SHARE, BANK]),
        ("Google, in-call protection", [CALL, SHARE, BANK], [CALL, END, SHARE, BANK]),
        ("Google, in-call protection", [CALL, SHARE, BANK], [{**CALL, "call_kind": "voip"}, SHARE, BANK]),
        ("Samsung, install after call", [CALL, {}, {}, {}, END, APP], [CALL, END, APP]),
        ("Samsung, install after call", [CALL, {}, {}, {}, APP], [FRIEND, {}, {}, {}, APP]),
        ("Samsung, install after call", [SHARE, APP], [APP]),
        ("Airtel, code on call", [CALL, CODE], [FRIEND, CODE]),
        ("Airtel, code on call", [CALL, {"texts": ["验证码 123456"]}], [CALL, END, {"texts": ["OTP 1234"]}]),
        ("Airtel, code on call", [CALL, CODE], [{**CALL, "call_direction": "outgoing"}, CODE]),
        ("list only", [{"links": ["http://a.2406578.top/x"]}], [{"links": ["http://2406579.top"]}]),
        ("list only", [{"texts": ["注销 2406578.top"]}], [CALL]),
        ("always warn", [{}], []),
    ],
)
def test_a_rule_of_others_is_what_its_maker_describes(name: str, warned: Sequence[Any], quiet: Sequence[Any]) -> None:
    levels = [
        play(case(*((float(minute), check) for minute, check in enumerate(story)), hours=1), RULES[name])
        .answers[-1]
        .level
        for story in (warned, quiet)
        if story
    ]

    assert levels == [WARNING, NONE][: len(levels)]


def test_who_always_warns_stands_behind_everybody() -> None:
    story = [case((0, CALL), (1, SHARE), (2, BANK), money=9), *[case((0, BANK), hours=16)] * 2]
    scores = {name: score(play(one, guard) for one in story) for name, guard in RULES.items()}
    always = scores.pop("always warn")

    assert (always.recall, always.false_rate > FALSE_GOAL) == (1, True)
    assert all(always.standing < other.standing for other in scores.values())


def test_a_report_is_a_page_of_tables_and_names_what_was_missed() -> None:
    fraud, day = case((0, CALL), money=9), case((0, BANK), hours=16)
    everything = {sensors: [played(fraud, (0, NOTICE)), played(day, (0, WARNING))] for sensors in Sensors}
    everything[Sensors.API29] = [Played(fraud, [TimedAnswer(0, NONE, "texts")]), played(day, (0, NONE))]

    tables = report(everything, "mine")

    assert tables == report(everything, "mine")
    assert tables.startswith("2 cases: 1 frauds, 0 of them after reports; 1 harmless ones of 16 hours; and 0 ambiguous")
    assert "\n| **mine** | 0/1 (0%) |" in tables
    assert "| test | 0/1 | 0/1 | 0/1 | 0/1 | 0/1 |" in tables
    lines = list(missed(everything))
    assert "missed full one: notice" in lines
    assert "false full one: warning at minute 0" in lines
    assert "missed api29 one: none, asked texts" in lines


def test_tables_take_the_place_of_others_in_a_page() -> None:
    page = "a\n<!-- guardbench -->\nold\n<!-- end of guardbench -->\nb\n"

    assert put_into(page, "new\n", "x.md") == "a\n<!-- guardbench -->\nnew\n<!-- end of guardbench -->\nb\n"
    with pytest.raises(BadPage, match=r"x\.md"):
        put_into("no place", "new\n", "x.md")
