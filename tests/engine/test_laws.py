"""Laws of the whole: what must hold for every timeline, whatever phones send."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from guard_api.engine.decision import Match
from guard_api.engine.extraction.line.forwarding import follow_forwarding
from guard_api.engine.extraction.scene import scene_of
from guard_api.engine.judge import MAX_SCORE, judge, score_of
from guard_api.engine.line import Diversion
from guard_api.engine.noted import QuestionShown, StrangerBefore
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    MomentSeen,
    PressureSeen,
    ScreenShareSeen,
    ScriptSeen,
    pack,
    unpack,
)
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Level, Mode, Policy, Rule, Thresholds, policy_of
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import Kind, Scene
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import CallState, MomentKind, NumberSource, Right, TargetKind
from guard_api.links.facts import Reason
from guard_api.messages.pressure import Pressure
from guard_api.messages.reader import Ask
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.directory import CallsOut
from guard_api.patterns import PATTERNS
from guard_api.service_codes.forwarding import Action, Family, State
from tests.support.clock import NOON

POLICY = policy_of(PATTERNS)

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
        outgoing=st.booleans(),
        source=st.none() | st.sampled_from(NumberSource),
        recent=st.booleans(),
    ),
    st.builds(PressureSeen, at=MOMENTS, how=st.sampled_from(Pressure).map(lambda how: (how,))),
    st.builds(MomentSeen, at=MOMENTS, kind=st.sampled_from(MomentKind), large=st.none() | st.booleans()),
    st.builds(StrangerBefore, at=MOMENTS, since=st.just(NOON)),
    st.builds(IdentityClaimed, at=MOMENTS, organizations=st.just(("jd", "pboc")), caller=CALLERS),
    st.builds(ScreenShareSeen, at=MOMENTS, on=st.booleans(), casting=st.booleans()),
    st.builds(
        AppInstalled,
        at=MOMENTS,
        package=st.sampled_from(["us.zoom", "todesk"]),
        sharing=st.booleans(),
        loan=st.booleans(),
        brought=st.booleans(),
        imitates=st.sampled_from([None, "icbc"]),
        gained=st.lists(st.sampled_from(Right), max_size=2).map(tuple),
    ),
    st.builds(
        AppInFront,
        at=MOMENTS,
        package=st.sampled_from(["icbc", "abc", "home"]),
        finance=st.booleans(),
        talk=st.booleans(),
        loan=st.booleans(),
    ),
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
    st.builds(
        ScriptSeen,
        at=MOMENTS,
        asks=st.sampled_from(Ask).map(lambda ask: (ask,)),
        strength=st.sampled_from([0.24, 0.56, 1.0]),
    ),
)


def newest(timeline: Sequence[AnyObservation]) -> datetime:
    """Give the time of the newest observation."""
    return max((o.at for o in timeline), default=NOON)


@given(TIMELINES, st.randoms())
def test_the_order_of_arrival_does_not_change_the_verdict(timeline: list[AnyObservation], random: object) -> None:
    shuffled = list(timeline)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' Random

    one, other = (judge(order, POLICY, newest(timeline)) for order in (timeline, shuffled))

    assert (one.score, one.matches) == (other.score, other.matches)


@given(TIMELINES)
def test_a_level_is_reached_for_reasons_only(timeline: list[AnyObservation]) -> None:
    decision = judge(timeline, POLICY, newest(timeline))

    assert 0 <= decision.score <= MAX_SCORE
    assert bool(decision.matches) is (decision.level is not Level.NONE)
    assert all(match.evidence for match in decision.matches)
    assert [f.score for f in decision.matches] == sorted((f.score for f in decision.matches), reverse=True)


@given(TIMELINES)
def test_no_signal_ends_before_it_begins_or_after_it_is_judged(timeline: list[AnyObservation]) -> None:
    decision = judge(timeline, POLICY, newest(timeline))

    for match in decision.matches:
        for signal in match.evidence:
            assert signal.since <= max(signal.end, decision.as_of)
            assert signal.end <= decision.as_of
            assert not signal.ongoing or signal.end == decision.as_of


def matched_plainly(scene: Scene, patterns: Iterable[Pattern]) -> list[Match]:
    """Try every pattern, and only then leave out what others make redundant."""
    tried = ((pattern, pattern.shape.match(scene, pattern.within)) for pattern in patterns)
    fitting = [
        score_of(pattern, evidence, scene, Thresholds())
        for pattern, evidence in tried
        if not isinstance(evidence, Lacking)
    ]
    counted = [
        one
        for one in fitting
        if not any(one.pattern.id in other.pattern.subsumes and other.score >= one.score for other in fitting)
    ]
    return sorted(counted, key=lambda match: -match.score)


@given(st.lists(OBSERVATIONS | LURES, max_size=30))
def test_patterns_that_are_not_tried_change_no_verdict(timeline: list[AnyObservation]) -> None:
    as_of = newest(timeline)
    plainly = matched_plainly(scene_of(timeline, Tuning(), as_of)[2], PATTERNS)

    decision = judge(timeline, POLICY, as_of)

    assert decision.score == min(MAX_SCORE, sum(match.score for match in plainly))
    assert decision.matches == (() if decision.level is Level.NONE else tuple(plainly))


@given(TIMELINES)
def test_what_comes_later_does_not_change_a_verdict_of_the_past(timeline: list[AnyObservation]) -> None:
    at = NOON + timedelta(hours=1)
    known_then = [o for o in timeline if o.at <= at]

    assert judge(timeline, POLICY, at).matches == judge(known_then, POLICY, at).matches


@given(TIMELINES)
def test_observations_survive_the_database(timeline: list[AnyObservation]) -> None:
    assert unpack(pack(timeline)) == timeline
    assert unpack(b"".join(pack([one]) for one in timeline)) == timeline


def test_a_script_that_an_earlier_release_kept_is_a_strong_one() -> None:
    kept = b'{"is":"script","at":"2026-11-22T12:00:00Z","asks":["close_account"]}'
    assert unpack(kept) == [ScriptSeen(at=NOON, asks=(Ask.CLOSE_ACCOUNT,), strength=1.0)]


@given(TIMELINES.filter(lambda timeline: not any(isinstance(o, CallSeen | StrangerBefore) for o in timeline)))
def test_without_any_call_only_a_hidden_caller_is_warned_of(timeline: list[AnyObservation]) -> None:
    matches = judge(timeline, POLICY, newest(timeline)).matches

    assert {match.pattern.id for match in matches} <= {"hidden_caller"}


@given(st.integers(0, MAX_SCORE))
def test_a_higher_score_is_never_a_lower_level(score: int) -> None:
    order = list(Level)

    assert order.index(Thresholds().level_of(score)) <= order.index(Thresholds().level_of(min(MAX_SCORE, score + 1)))


def test_the_revision_of_a_policy_names_all_that_a_decision_goes_by() -> None:
    others = [
        policy_of(PATTERNS[1:]),
        policy_of(PATTERNS, content="another lexicon"),
        replace(POLICY, thresholds=Thresholds(critical=81)),
        replace(POLICY, tuning=Tuning(ring=timedelta(seconds=59))),
        Policy((Rule(PATTERNS[0], Mode.SHADOW), *POLICY.rules[1:])),
        Policy((Rule(PATTERNS[0], weight=99), *POLICY.rules[1:])),
    ]

    assert policy_of(PATTERNS).revision == POLICY.revision
    assert len({POLICY.revision, *(other.revision for other in others)}) == 1 + len(others)


@given(TIMELINES, st.sampled_from(range(len(PATTERNS))))
def test_a_pattern_in_the_shadow_changes_nothing_but_what_is_watched(timeline: list[AnyObservation], at: int) -> None:
    off, shadow = (
        Policy(tuple(Rule(pattern, mode if n == at else Mode.ON) for n, pattern in enumerate(PATTERNS)))
        for mode in (Mode.OFF, Mode.SHADOW)
    )
    without, watched = (judge(timeline, policy, newest(timeline)) for policy in (off, shadow))

    assert (without.level, without.score, without.matches) == (watched.level, watched.score, watched.matches)
    assert without.shadow == ()
    assert all(match.pattern.id == PATTERNS[at].id for match in watched.shadow)


def test_a_near_miss_names_of_which_kinds_there_is_nothing_and_what_does_not_lie_right() -> None:
    share = ScreenShareSeen(at=NOON, on=True)
    late = CallSeen(at=NOON + timedelta(minutes=90), caller="+8613912345678", state=CallState.RINGING)

    missed = {miss.pattern.id: miss for miss in judge([share], POLICY, NOON, near_misses=True).near_misses}
    apart = {miss.pattern.id: miss for miss in judge([share, late], POLICY, late.at, near_misses=True).near_misses}

    assert Kind.FINANCE_APP_IN_FRONT in missed["finance_app_on_shared_screen"].missing
    assert missed["finance_app_on_shared_screen"].lacking is Lacking.SIGN
    assert Kind.STRANGER_ON_THE_LINE in missed["screen_share_with_stranger"].missing
    assert "screen_share_with_stranger" in apart


def test_a_contact_whose_number_is_not_seen_is_no_stranger_beside_a_film() -> None:
    friend = CallSeen(at=NOON, known=True, state=CallState.ACTIVE)
    film = ScreenShareSeen(at=NOON + timedelta(seconds=9), on=True, casting=True)

    assert judge([friend, film], POLICY, film.at).level is Level.NONE


@given(TIMELINES)
def test_every_pattern_matches_or_names_what_is_lacking(timeline: list[AnyObservation]) -> None:
    as_of = newest(timeline)
    _, _, scene, _ = scene_of(timeline, Tuning(), as_of)
    missed = {miss.pattern.id: miss for miss in judge(timeline, POLICY, as_of, near_misses=True).near_misses}

    assert judge(timeline, POLICY, as_of).near_misses == ()
    for pattern in PATTERNS:
        matches = not isinstance(pattern.shape.match(scene, pattern.within), Lacking)
        assert (pattern.id in missed) is (not matches and bool(pattern.shape.kinds & scene.kinds))
    for miss in missed.values():
        assert bool(miss.missing) <= (miss.lacking is Lacking.SIGN)
        assert not scene.kinds & frozenset(miss.missing)


def test_a_tuned_rule_counts_with_its_own_weight_and_window() -> None:
    listed = next(pattern for pattern in PATTERNS if pattern.id == "listed_caller")
    reports = [CallSeen(at=NOON, caller="+8613912345678", listed="fraud")]
    heavy, narrow = Policy((Rule(listed, weight=90),)), Policy((Rule(listed, within=timedelta(minutes=1)),))

    assert judge(reports, policy_of([listed]), NOON).level is Level.WARNING
    assert judge(reports, heavy, NOON).level is Level.CRITICAL
    assert judge(reports, narrow, NOON + timedelta(minutes=50)).level is Level.NONE


PERSONS_NO: st.SearchStrategy[AnyObservation] = st.builds(
    ScreenShareSeen, at=MOMENTS, on=st.sampled_from([False]), by_person=st.sampled_from([True])
)


@given(TIMELINES, st.lists(PERSONS_NO, min_size=1, max_size=3))
def test_a_persons_no_never_lowers_what_the_phone_saw(
    timeline: list[AnyObservation], denied: list[AnyObservation]
) -> None:
    as_of = newest(timeline)
    denied = [one for one in denied if one.at <= as_of]

    assert judge([*timeline, *denied], POLICY, as_of).score == judge(timeline, POLICY, as_of).score


@given(TIMELINES)
def test_a_question_is_shown_only_where_its_answer_leads_to_a_warning(timeline: list[AnyObservation]) -> None:
    decision = judge(timeline, POLICY, newest(timeline), asks=True)

    assert decision.unknown is None or decision.level is not Level.CRITICAL
    again = (
        [*timeline, QuestionShown(at=newest(timeline), field=question)]
        if (question := decision.unknown and decision.unknown.question)
        else timeline
    )
    repeated = judge(again, POLICY, newest(timeline), asks=True).unknown
    assert repeated is None or decision.unknown is None or repeated.question is not decision.unknown.question


_UNCONDITIONAL = (State.UNCONDITIONAL,)
CHANGES = st.lists(
    st.sampled_from(
        [
            {"action": Action.ENABLE, "target": "+8613912345678", "target_kind": TargetKind.STRANGER},
            {"action": Action.ENABLE, "target": "+8613912345678", "target_kind": TargetKind.STRANGER},
            {"action": Action.ENABLE, "target": "+8613611112222", "target_kind": TargetKind.OWN},
            {"action": Action.ENABLE, "target": "+8613611112222", "target_kind": TargetKind.DEAD, "accepted": False},
            {"action": Action.ENABLE, "dialled": False},
            {"action": Action.DISABLE},
        ]
    ),
    max_size=8,
)
REMEMBERED = st.lists(
    st.builds(
        Diversion,
        family=st.just(Family.GSM),
        state=st.just(State.UNCONDITIONAL),
        since=st.integers(0, 16).map(lambda seconds: NOON + timedelta(seconds=seconds / 2)),
        until=st.none() | st.integers(17, 32).map(lambda seconds: NOON + timedelta(seconds=seconds / 2 + 0.25)),
        target_kind=st.sampled_from([TargetKind.STRANGER, TargetKind.OWN]),
    ),
    max_size=1,
)


_ENDED = Diversion(family=Family.GSM, state=State.UNCONDITIONAL, since=NOON, until=NOON + timedelta(seconds=1))


@given(CHANGES, REMEMBERED)
@example([{"action": Action.ENABLE}] * 2, [_ENDED])
def test_a_code_that_is_dialled_again_at_once_is_followed_as_if_something_lay_between(
    changes: list[dict[str, object]], remembered: list[Diversion]
) -> None:
    moments = [NOON + 2 * n * timedelta(seconds=1) for n in range(len(changes))]
    reports = [
        ForwardingSeen(at=at, states=_UNCONDITIONAL, **change)  # type: ignore[arg-type] # as the fields are
        for at, change in zip(moments, changes, strict=True)
    ]
    between = [ForwardingSeen(at=at, action=Action.QUERY) for at in moments]
    parted = [one for pair in zip(reports, between, strict=True) for one in pair]

    together, apart = (
        follow_forwarding(seen, remembered, [], Tuning(), NOON + timedelta(minutes=1)) for seen in (reports, parted)
    )

    assert (together.signals, together.on, together.over) == (apart.signals, apart.on, apart.over)
