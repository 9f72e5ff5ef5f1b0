"""Recorded timelines, judged again at each of their moments, exactly as a server has judged them live."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.decision import Decision
from guard_api.engine.extraction.scene import scene_of
from guard_api.engine.folding import Folded, fold, up_to
from guard_api.engine.judge import Read, judge_read
from guard_api.engine.line import Line
from guard_api.engine.noted import FalseAlarmReported
from guard_api.engine.observations import AnyObservation
from guard_api.engine.policy import Policy
from guard_api.engine.signals import Kind
from guard_api.engine.timelines.timeline import grown
from guard_api.engine.tuning import Tuning


class ReplayedCheck(Struct, frozen=True):
    """One check as it was recorded: when it was received, as of when it was seen, and what it told."""

    received_at: datetime
    at: datetime
    observations: tuple[AnyObservation, ...] = ()


class Recording(Struct, frozen=True, omit_defaults=True):
    """A timeline, and whether it was `fraud`; None: nobody knows. `money_at` is when the first money went.

    It holds `checks`, one after the other, or else what was `kept` of them, folded, with the `moments` at which it was
    judged and how the `line` stood.
    """

    id: str
    fraud: bool | None = None
    checks: tuple[ReplayedCheck, ...] = ()
    kept: tuple[AnyObservation, ...] = ()
    moments: tuple[datetime, ...] = ()
    line: Line | None = None
    money_at: datetime | None = None


def replay(
    recording: Recording, policies: Sequence[Policy], life: timedelta, *, near_misses: bool = False
) -> Iterator[tuple[Decision, ...]]:
    """Give for each moment what each policy makes of all that had been told by then."""
    if recording.checks:
        yield from _played(recording.checks, recording.line, policies, life, near_misses=near_misses)
        return
    for moment in recording.moments:
        lines = [recording.line] * len(policies)
        yield _judged(fold(up_to(recording.kept, moment)), policies, moment, lines, near_misses=near_misses)


def _played(
    checks: Sequence[ReplayedCheck],
    line: Line | None,
    policies: Sequence[Policy],
    life: timedelta,
    *,
    near_misses: bool,
) -> Iterator[tuple[Decision, ...]]:
    """Let a timeline grow, check by check, and remember its line by each of the policies."""
    known, newest, last = Folded(), None, None
    lines = [line] * len(policies)
    for check in checks:
        if last is not None and last <= check.received_at - life:
            known, newest = grown(known, (), check.received_at, life), None
        last = check.received_at
        newest = check.at if newest is None else max(newest, check.at)
        known = grown(known, check.observations, newest, life)
        before = [line.known_at(check.received_at) if line is not None else None for line in lines]
        decisions = _judged(known, policies, newest, before, near_misses=near_misses)
        for n, decision in enumerate(decisions):
            if decision.line is not None and decision.line.adds_to(lines[n]):
                lines[n] = decision.line
        yield decisions


def _judged(
    known: Folded, policies: Sequence[Policy], as_of: datetime, lines: Sequence[Line | None], *, near_misses: bool
) -> tuple[Decision, ...]:
    """Judge by each policy. What they read alike is read once: mostly all of it; and so with what they make of it."""
    decisions: list[Decision] = []
    read: Read | None = None
    by: tuple[Tuning, Line | None] | None = None
    judged: tuple[Policy, Decision] | None = None
    for policy, line in zip(policies, lines, strict=True):
        if read is None or by != (policy.tuning, line):
            read, by, judged = scene_of(known, policy.tuning, as_of, line), (policy.tuning, line), None
        if judged is not None and not near_misses and _agree(*judged, policy, read):
            decision = replace(judged[1], policy=policy.revision)
        else:
            decision = judge_read(read, known, policy, before=line, near_misses=near_misses)
            judged = policy, decision
        decisions.append(decision)
    return tuple(decisions)


def _agree(one: Policy, decision: Decision, other: Policy, read: Read) -> bool:
    """Whether another policy decides the same of what was read: by the same patterns, graded alike, or by none."""
    seen, _, scene, _ = read
    nothing = (
        decision.score == 0 and other.thresholds.notice > 0 and not decision.shadow and FalseAlarmReported not in seen
    )
    return (nothing or one.thresholds == other.thresholds) and _same_patterns(one, other, scene.kinds)


@lru_cache(4096)
def _same_patterns(one: Policy, other: Policy, kinds: frozenset[Kind]) -> bool:
    """Whether the same patterns, tuned alike, may match where there are these kinds."""
    return one.possible(kinds) == other.possible(kinds) and one.possible_shadows(kinds) == other.possible_shadows(kinds)
