"""What a level and a score have meant: by what people have said, and by the cases that ship."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files

from msgspec import Struct

from guard_api.engine.backtests.calibration import Step, isotonic, step_at, wilson
from guard_api.engine.backtests.replay import Recording, replay
from guard_api.engine.policy import Level, Policy
from guard_api.ports import Services
from guard_api.ports.phones.feedback import Outcome

_LIFE = timedelta(hours=2)


class Probability(Struct, frozen=True):
    """How likely it is fraud: `value` by the score, `by_level` by the level; of how many outcomes, and how sure."""

    value: float
    low: float
    high: float
    n: int
    by_level: float | None
    n_of_level: int


class Calibration(Struct, frozen=True):
    """Steps by score, and for each level how many were fraud, of how many."""

    steps: Sequence[Step]
    levels: Mapping[Level, tuple[int, int]]


def calibrate(outcomes: Iterable[Outcome]) -> Calibration:
    """Return what outcomes say."""
    known = [*outcomes]
    levels = {
        level: (sum(one.fraud for one in known if one.level is level), sum(one.level is level for one in known))
        for level in Level
    }
    return Calibration(isotonic((one.score, one.fraud) for one in known), levels)


def calibration(services: Services) -> Calibration:
    """Return what all that is known says: the cases that ship, and what people have said."""
    return calibrate([*shipped_outcomes(), *services.feedback.outcomes()])


def probability_of(services: Services, level: Level, score: int) -> Probability | None:
    """Return how likely fraud is at a level and score; None: nothing is known."""
    known = calibration(services)
    step = step_at(known.steps, score)
    if step is None:
        return None
    frauds, n = known.levels[level]
    return Probability(step.probability, *step.interval, step.n, frauds / n if n else None, n)


def outcome_of(recording: Recording, policy: Policy) -> Outcome | None:
    """Return the highest score that a labelled case comes to, and what it was; None: nobody knows that."""
    if recording.fraud is None:
        return None
    decisions = [decision for (decision,) in replay(recording, [policy], _LIFE)]
    worst = max(decisions, key=lambda one: one.score, default=None)
    return Outcome(worst.level, worst.score, recording.fraud) if worst is not None else None


def rows_of(outcomes: Iterable[Outcome]) -> Sequence[Mapping[str, object]]:
    """Return outcomes counted by level and score, as they ship."""
    counted: dict[tuple[int, Level], list[int]] = {}
    for one in outcomes:
        counted.setdefault((one.score, one.level), [0, 0])[0 if one.fraud else 1] += 1
    return [
        {"score": score, "level": level, "frauds": frauds, "harmless": harmless}
        for (score, level), (frauds, harmless) in sorted(counted.items())
    ]


@cache
def shipped_outcomes() -> Sequence[Outcome]:
    """Return what the cases that ship have come to, by the policy that ships: `calibration.csv`, which says so."""
    text = (files("guard_api.actions.tuning") / "calibration.csv").read_text("utf-8")
    return [
        Outcome(Level(row["level"]), int(row["score"]), fraud)
        for row in csv.DictReader(text.splitlines())
        for fraud, count in ((True, row["frauds"]), (False, row["harmless"]))
        for _ in range(int(count))
    ]


__all__ = ["Calibration", "Probability", "calibrate", "calibration", "wilson"]
