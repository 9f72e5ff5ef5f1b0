"""Recorded timelines are judged again as they were live; nothing that names anybody is left of what is kept."""

from datetime import timedelta
from itertools import accumulate

from hypothesis import given
from msgspec.structs import replace

from guard_api.engine.backtests.backtest import Compared, Share, Verdict, compare, report_of
from guard_api.engine.backtests.replay import Recording, ReplayedCheck, replay
from guard_api.engine.backtests.stripping import GRID, stripped
from guard_api.engine.edits import PolicyEdits, RuleEdit, edited
from guard_api.engine.folding import fold
from guard_api.engine.judge import judge
from guard_api.engine.line import Diversion, Fact, Line
from guard_api.engine.noted import FalseAlarmReported, QuestionShown, StrangerBefore
from guard_api.engine.observations import AnyObservation, AppInFront, CallSeen, LinkSeen, MomentSeen, ReachabilitySeen
from guard_api.engine.policy import Level, Mode, Thresholds, policy_of
from guard_api.engine.vocabulary import MomentKind, TargetKind
from guard_api.links.facts import Reason
from guard_api.patterns import PATTERNS
from guard_api.patterns.article import FLOOR, FRAUD, TWIN
from guard_api.service_codes.forwarding import Family, State
from tests.engine.test_laws import TIMELINES
from tests.support.clock import NOON

POLICY = policy_of(PATTERNS)
LIFE = timedelta(hours=2)
SHADOWED = edited(POLICY, PolicyEdits({one.id: RuleEdit(Mode.SHADOW) for one in PATTERNS}))
MINUTE = timedelta(minutes=1)


def levels(recording: Recording) -> list[Level]:
    return [decision.level for (decision,) in replay(recording, [POLICY], LIFE)]


def test_the_floor_holds_and_the_article_is_warned_of_at_once() -> None:
    for recording, worst in FLOOR.values():
        assert worst in levels(recording)
    assert levels(FRAUD)[0] is Level.WARNING
    assert {*levels(TWIN)} == {Level.NONE}


def test_two_policies_read_once_decide_as_each_alone() -> None:
    for first, second in replay(FRAUD, [POLICY, SHADOWED], LIFE):
        assert second.level is Level.NONE
        assert first.level is not Level.NONE
        assert {match.pattern.id for match in first.matches} <= {match.pattern.id for match in second.shadow}


OTHERS = (
    edited(POLICY, PolicyEdits({"screen_share_with_stranger": RuleEdit(weight=45)}, Thresholds(warning=55))),
    edited(POLICY, PolicyEdits({"spoofed_official_call": RuleEdit(Mode.OFF)})),
    edited(SHADOWED, PolicyEdits({"fraud_link": RuleEdit(Mode.SHADOW)}, Thresholds(critical=90))),
    SHADOWED,
)


def decided_alike(recording: Recording) -> None:
    for other in OTHERS:
        for policies in ([POLICY, other], [other, POLICY], [other, POLICY, other]):
            alone = [[decision for (decision,) in replay(recording, [policy], LIFE)] for policy in policies]
            assert [*replay(recording, policies, LIFE)] == [*zip(*alone, strict=True)]


def test_policies_played_together_decide_as_each_alone() -> None:
    fine = FalseAlarmReported(
        at=FRAUD.checks[-1].at, patterns=tuple(one.id for one in PATTERNS), score=79, upto=FRAUD.checks[-1].at
    )
    quiet = replace(FRAUD.checks[-1], observations=(fine,))
    for recording in (FRAUD, TWIN, replace(FRAUD, checks=(FRAUD.checks[0], quiet, *FRAUD.checks[1:]))):
        decided_alike(recording)


@given(TIMELINES)
def test_whatever_is_reported_policies_played_together_decide_as_each_alone(observations: list[AnyObservation]) -> None:
    seen = sorted(observations, key=lambda one: one.at)
    decided_alike(Recording("any", checks=tuple(ReplayedCheck(one.at, one.at, (one,)) for one in seen)))


def test_what_was_reported_before_the_life_of_a_timeline_is_forgotten() -> None:
    [call, *_] = FRAUD.checks
    late = ReplayedCheck(call.received_at + LIFE, call.at + LIFE, (AppInFront(at=call.at + LIFE, package="x"),))
    assert levels(replace(FRAUD, checks=(call, late))) == [Level.WARNING, Level.NONE]


@given(TIMELINES)
def test_what_is_kept_is_judged_as_it_was(observations: list[AnyObservation]) -> None:
    seen = sorted(observations, key=lambda one: one.at)
    moments = tuple(sorted({one.at for one in seen}))
    kept = Recording("kept", kept=tuple(fold(seen)), moments=moments)
    whole = [judge(seen, POLICY, moment) for moment in moments]
    assert levels(kept)[-1:] == [decision.level for decision in whole][-1:]
    assert len(levels(kept)) == len(whole)


def everything() -> list[AnyObservation]:
    seen = [one for check in FRAUD.checks for one in check.observations]
    at = seen[-1].at
    return [
        *seen,
        QuestionShown(at=at, field="x"),
        LinkSeen(at=at, domain="", reasons=(Reason.FORWARDING_CODE_LINK,), strength=0.5, imitated="jd.com"),
        ReachabilitySeen(at=at, dialer="cn.secret", redirection="", blocked=("icbc",)),
        StrangerBefore(at=at, since=seen[0].at - MINUTE),
        replace(seen[0], until=at, again=(3,)),
    ]


def test_kinds_gaps_grades_and_organisations_are_left_and_no_names() -> None:
    seen = everything()
    as_of = max(one.last for one in seen)
    away = Diversion(
        family=Family.GSM, state=State.UNCONDITIONAL, since=seen[-1].at, target_kind=TargetKind.STRANGER, stranger=NOON
    )
    line = Line(
        updated=as_of, reported=as_of, diversions=(away,), barred=(Fact("incoming", as_of),), reach=(Fact("x", as_of),)
    )
    case = stripped("kept", seen, as_of, line, {"com.icbc"}.__contains__)
    written = repr(case)
    for secret in ("95118", "138001", "2406578", "cn.secret", "wemeet", "jd.com", "asked"):
        assert secret not in written, secret
    for left in ("com.icbc", "'jd'", "lookalike", "app-", "site-", "caller-1"):
        assert left in written, left
    assert case.line is not None
    assert (case.line.reach, case.line.diversions[0].target_kind) == ((), TargetKind.STRANGER)
    assert (case.line.cleared, case.line.barred[0].name) == (None, "incoming")
    assert all((one.at - case.kept[0].at) % GRID == timedelta() for one in case.kept)
    assert all(one.again == () for one in case.kept)


def test_of_nothing_nothing_is_kept() -> None:
    case = stripped("kept", [], NOON, None, {"x"}.__contains__)
    assert (case.kept, len(case.moments), case.line) == ((), 1, None)


def test_stripping_changes_no_verdict_of_the_article() -> None:
    for recording, worst in FLOOR.values():
        seen = [one for check in recording.checks for one in check.observations]
        case = stripped("kept", seen, max(one.at for one in seen), None, lambda _: True)
        assert worst in levels(case)


def test_a_report_shows_what_changes_how_sure_and_for_which_cases() -> None:
    without = edited(
        POLICY,
        PolicyEdits({"spoofed_official_call": RuleEdit(Mode.OFF), "claimed_identity_mismatch": RuleEdit(Mode.OFF)}),
    )
    unknown = replace(TWIN, id="unknown", fraud=None)
    report = report_of([compare(one, (POLICY, without), LIFE) for one in (TWIN, FRAUD, unknown)])
    assert (report.cases, report.frauds, report.harmless) == (3, 1, 1)
    assert report.levels["fraud"] == {"critical": (1, 1)}
    assert report.levels["unknown"] == {"none": (1, 1)}
    assert report.patterns["spoofed_official_call"] == (1, 0)
    assert (report.recall, report.false_warnings[1]) == ((Share(1, 1), Share(1, 1)), Share(0, 1))
    assert report.recall[0].interval[1] == 1.0
    assert report.leads[0] == 30
    assert (report.won, report.lost, report.minutes_won) == (0, 1, None)
    assert report.minutes_lost is not None
    assert [one.id for one in report.changed] == [FRAUD.id]
    back = report_of([compare(FRAUD, (without, POLICY), LIFE)])
    assert (back.won, back.minutes_won, back.lost) == (1, report.minutes_lost, 0)


def test_nothing_was_lost_where_the_policies_agree() -> None:
    report = report_of([compare(FRAUD, (POLICY, POLICY), LIFE)])
    assert (report.changed, report.won, report.lost) == ([], 0, 0)
    same = Verdict(Level.NONE, frozenset())
    assert not Compared("x", None, same, same).changes


def test_the_first_money_is_what_the_phone_reported_where_nobody_knows() -> None:
    gone = FRAUD.checks[-1].at + MINUTE
    money = ReplayedCheck(gone, gone, (MomentSeen(at=gone, kind=MomentKind.MONEY_OUT),))
    recording = replace(FRAUD, checks=(*FRAUD.checks, money), money_at=None)
    lead = compare(recording, (POLICY, POLICY), LIFE).before.lead
    assert lead == (gone - FRAUD.checks[0].at) / MINUTE
    seen = tuple(one for check in recording.checks for one in check.observations)
    moments = tuple(accumulate((check.at for check in recording.checks), max))
    assert compare(Recording("x", fraud=True, kept=seen, moments=moments), (POLICY, POLICY), LIFE).before.lead == lead
    assert compare(replace(recording, checks=recording.checks[:2]), (POLICY, POLICY), LIFE).before.lead is None


def test_a_call_is_no_money() -> None:
    [call, *_] = (one for check in FRAUD.checks for one in check.observations if isinstance(one, CallSeen))
    assert compare(Recording("x", kept=(call,), moments=(call.at,)), (POLICY, POLICY), LIFE).before.lead is None
