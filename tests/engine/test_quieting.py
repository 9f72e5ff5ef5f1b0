"""What the person has answered rests, and comes back with more."""

from datetime import timedelta

import pytest

from guard_api.engine.decision import Decision, Why
from guard_api.engine.judge import judge
from guard_api.engine.noted import FalseAlarmReported
from guard_api.engine.observations import AnyObservation, AppInFront, CallSeen, ForwardingSeen, ScreenShareSeen
from guard_api.engine.policy import Level, policy_of
from guard_api.engine.vocabulary import CallState, TargetKind
from guard_api.patterns import PATTERNS
from guard_api.service_codes.forwarding import Action, State
from tests.support.clock import NOON

POLICY = policy_of(PATTERNS)
STRANGER = "+8613912345678"
CALL = CallSeen(at=NOON, caller=STRANGER, state=CallState.ACTIVE)
SHARE = ScreenShareSeen(at=NOON + timedelta(minutes=3), on=True)
BANK = AppInFront(at=NOON + timedelta(minutes=6), package="com.icbc", finance=True)
STATES = (State.CONDITIONAL_NO_ANSWER,)
FORWARD = ForwardingSeen(
    at=NOON + timedelta(minutes=2), action=Action.ENABLE, states=STATES, target_kind=TargetKind.STRANGER
)
LATER = NOON + timedelta(minutes=8)


def after(*observations: AnyObservation) -> Decision:
    return judge(observations, POLICY, LATER, near_misses=True)


def fine(decision: Decision, *, minutes: int = 5) -> FalseAlarmReported:
    patterns = tuple(match.pattern.id for match in decision.matches)
    upto = NOON + timedelta(minutes=minutes)
    return FalseAlarmReported(at=upto, patterns=patterns, upto=upto, score=decision.score)


def test_the_same_evidence_rests_and_is_marked_so() -> None:
    before = after(CALL, SHARE)
    assert before.level is Level.WARNING
    quiet = after(CALL, SHARE, fine(before))
    assert (quiet.level, quiet.score, quiet.matches) == (Level.NONE, 0, ())
    assert [one.why for one in quiet.unshown if one.by is None] == [Why.QUIET]


def test_what_has_begun_since_brings_all_of_it_back() -> None:
    before = after(CALL, SHARE)
    assert after(CALL, SHARE, fine(before, minutes=2)).level is Level.WARNING
    assert after(CALL, SHARE, BANK, fine(before)).level is Level.CRITICAL


def test_another_pattern_of_the_same_evidence_is_news() -> None:
    other = FalseAlarmReported(at=LATER, patterns=("listed_caller",), upto=LATER, score=100)
    assert after(CALL, SHARE, other).level is Level.WARNING


def test_more_weight_is_news() -> None:
    before = after(CALL, SHARE)
    lighter = FalseAlarmReported(at=LATER, patterns=fine(before).patterns, upto=LATER, score=before.score - 1)
    assert after(CALL, SHARE, lighter).level is Level.WARNING


def test_critical_never_rests() -> None:
    critical = after(CALL, SHARE, BANK)
    assert critical.level is Level.CRITICAL
    assert after(CALL, SHARE, BANK, fine(critical, minutes=8)).level is Level.CRITICAL


def test_forwarding_never_rests_nor_what_stands_beside_it() -> None:
    warned = after(CALL, FORWARD)
    assert warned.level in {Level.NOTICE, Level.WARNING}
    assert after(CALL, FORWARD, fine(warned)).level is warned.level


def test_the_last_word_counts() -> None:
    before = after(CALL, SHARE)
    again = FalseAlarmReported(at=NOON + timedelta(minutes=7), patterns=(), upto=LATER)
    assert after(CALL, SHARE, fine(before), again).level is Level.WARNING


@pytest.mark.parametrize("weights", [{"screen_share_with_stranger": 10}])
def test_what_is_too_light_is_named(weights: dict[str, int]) -> None:
    rules = policy_of([one.tuned(weights.get(one.id, one.weight), one.within) for one in PATTERNS])
    decision = judge([CALL, SHARE], rules, LATER, near_misses=True)
    assert decision.level is Level.NONE
    assert [(one.match.pattern.id, one.why) for one in decision.unshown] == [("screen_share_with_stranger", Why.LIGHT)]
