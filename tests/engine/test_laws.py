"""Laws of the whole: what must hold for every timeline, whatever phones send."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from conftest import NOON
from hypothesis import given
from hypothesis import strategies as st

from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    CallState,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    ScreenShareSeen,
    ScriptSeen,
    TargetKind,
    pack,
    unpack,
)
from guard_api.engine.pattern import Pattern
from guard_api.engine.signals import Scene
from guard_api.engine.timeline import read_timeline
from guard_api.engine.verdict import MAX_SCORE, Finding, Level, judge, level_of, policy_revision, weigh
from guard_api.links.facts import Reason
from guard_api.messages.reader import Ask
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.directory import CallsOut
from guard_api.numbers.forwarding_code import Action, State
from guard_api.patterns import PATTERNS

SECONDS = st.integers(0, 3 * 60 * 60)
MOMENTS = SECONDS.map(lambda seconds: NOON + timedelta(seconds=seconds))
CALLERS = st.sampled_from([None, "+8613912345678", "+8613611112222", "CN:95118", "withheld:"])

OBSERVATIONS: st.SearchStrategy[AnyObservation] = st.one_of(
    st.builds(
        CallSeen,
        at=MOMENTS,
        caller=CALLERS,
        state=st.none() | st.sampled_from(CallState),
        known=st.none() | st.booleans(),
        voip=st.booleans(),
        kind=st.sampled_from(CallerKind),
        reason=st.sampled_from(["", "hotline_with_country_code"]),
        organization=st.sampled_from([None, "jd"]),
        calls_out=st.sampled_from(CallsOut),
        listed=st.sampled_from([None, "fraud", "spam"]),
    ),
    st.builds(IdentityClaimed, at=MOMENTS, organizations=st.just(("jd", "pboc")), caller=CALLERS),
    st.builds(ScreenShareSeen, at=MOMENTS, on=st.booleans()),
    st.builds(AppInstalled, at=MOMENTS, package=st.sampled_from(["us.zoom", "todesk"])),
    st.builds(AppInFront, at=MOMENTS, package=st.sampled_from(["icbc", "abc", "home"]), finance=st.booleans()),
    st.builds(
        ForwardingSeen,
        at=MOMENTS,
        action=st.sampled_from(Action),
        states=st.lists(st.sampled_from(State), min_size=1, max_size=4, unique=True).map(tuple),
        dialled=st.booleans(),
        accepted=st.booleans(),
        target=CALLERS,
        target_kind=st.none() | st.sampled_from(TargetKind),
    ),
)
TIMELINES = st.lists(OBSERVATIONS, max_size=12, unique_by=lambda o: o.at)

LURES: st.SearchStrategy[AnyObservation] = st.one_of(
    st.builds(
        LinkSeen,
        at=MOMENTS,
        domain=st.sampled_from(["", "jd-close.cn"]),
        reasons=st.sampled_from(Reason).map(lambda reason: (reason,)),
        strength=st.sampled_from([0.3, 0.56, 1.0]),
    ),
    st.builds(ScriptSeen, at=MOMENTS, asks=st.sampled_from(Ask).map(lambda ask: (ask,))),
)


def newest(timeline: Sequence[AnyObservation]) -> datetime:
    """Give the time of the newest observation."""
    return max((o.at for o in timeline), default=NOON)


@given(TIMELINES, st.randoms())
def test_the_order_of_arrival_does_not_change_the_verdict(timeline: list[AnyObservation], random: object) -> None:
    shuffled = list(timeline)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' Random

    one, other = (judge(order, PATTERNS, newest(timeline)) for order in (timeline, shuffled))

    assert (one.score, one.findings) == (other.score, other.findings)


@given(TIMELINES)
def test_a_level_is_reached_for_reasons_only(timeline: list[AnyObservation]) -> None:
    verdict = judge(timeline, PATTERNS, newest(timeline))

    assert 0 <= verdict.score <= MAX_SCORE
    assert bool(verdict.findings) is (verdict.level is not Level.NONE)
    assert all(finding.evidence for finding in verdict.findings)
    assert [f.score for f in verdict.findings] == sorted((f.score for f in verdict.findings), reverse=True)


@given(TIMELINES)
def test_no_signal_ends_before_it_begins_or_after_it_is_judged(timeline: list[AnyObservation]) -> None:
    verdict = judge(timeline, PATTERNS, newest(timeline))

    for finding in verdict.findings:
        for signal in finding.evidence:
            assert signal.since <= max(signal.end, verdict.as_of)
            assert signal.end <= verdict.as_of
            assert not signal.ongoing or signal.end == verdict.as_of


def found_plainly(scene: Scene, patterns: Iterable[Pattern]) -> list[Finding]:
    """Try every pattern, and only then leave out what others make redundant."""
    tried = ((pattern, pattern.shape.match(scene, pattern.within)) for pattern in patterns)
    fitting = [weigh(pattern, evidence) for pattern, evidence in tried if evidence is not None]
    counted = [
        one
        for one in fitting
        if not any(one.pattern.id in other.pattern.absorbs and other.score >= one.score for other in fitting)
    ]
    return sorted(counted, key=lambda finding: -finding.score)


@given(st.lists(OBSERVATIONS | LURES, max_size=30))
def test_patterns_that_are_not_tried_change_no_verdict(timeline: list[AnyObservation]) -> None:
    as_of = newest(timeline)
    plainly = found_plainly(read_timeline(timeline, as_of), PATTERNS)

    verdict = judge(timeline, PATTERNS, as_of)

    assert verdict.score == min(MAX_SCORE, sum(finding.score for finding in plainly))
    assert verdict.findings == (() if verdict.level is Level.NONE else tuple(plainly))


@given(TIMELINES)
def test_what_comes_later_does_not_change_a_verdict_of_the_past(timeline: list[AnyObservation]) -> None:
    at = NOON + timedelta(hours=1)
    known_then = [o for o in timeline if o.at <= at]

    assert judge(timeline, PATTERNS, at).findings == judge(known_then, PATTERNS, at).findings


@given(TIMELINES)
def test_observations_survive_the_database(timeline: list[AnyObservation]) -> None:
    assert unpack(pack(timeline)) == timeline
    assert unpack(b"".join(pack([one]) for one in timeline)) == timeline


@given(TIMELINES.filter(lambda timeline: not any(isinstance(o, CallSeen) for o in timeline)))
def test_without_any_call_all_is_quiet(timeline: list[AnyObservation]) -> None:
    assert judge(timeline, PATTERNS, newest(timeline)).level is Level.NONE


@given(st.integers(0, MAX_SCORE))
def test_a_higher_score_is_never_a_lower_level(score: int) -> None:
    order = list(Level)

    assert order.index(level_of(score)) <= order.index(level_of(min(MAX_SCORE, score + 1)))


def test_the_policy_revision_names_its_content() -> None:
    assert policy_revision(PATTERNS) == policy_revision(PATTERNS)
    assert policy_revision(PATTERNS) != policy_revision(PATTERNS[1:])
