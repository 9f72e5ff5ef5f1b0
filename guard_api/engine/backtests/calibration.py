"""How likely it was fraud, by level and score: what people and recorded cases say, made to rise with the score.

Isotonic regression by pooling adjacent violators, with the interval of Wilson for each step.
"""

from collections.abc import Iterable, Sequence
from math import sqrt
from operator import attrgetter

from msgspec import Struct

_Z = 1.959964
"""Standard deviations on either side of 95 % of a normal distribution."""
_FROM = attrgetter("begin")


class Step(Struct, frozen=True):
    """Scores from `begin` to `end` are fraud with this probability: `frauds` of `n` were, between `low` and `high`."""

    begin: int
    end: int
    frauds: int
    n: int

    @property
    def probability(self) -> float:
        """The share of frauds."""
        return self.frauds / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Between what and what it lies, 19 times of 20."""
        return wilson(self.frauds, self.n)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson; all of 0 to 1 where there is nothing."""
    if n == 0:
        return 0.0, 1.0
    share, square = hits / n, _Z * _Z
    middle, margin = share + square / (2 * n), _Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    # The share itself is in it, whatever is lost in the last digit.
    low, high = (middle - margin) / (1 + square / n), (middle + margin) / (1 + square / n)
    return max(0.0, min(share, low)), min(1.0, max(share, high))


def isotonic(outcomes: Iterable[tuple[int, bool]]) -> Sequence[Step]:
    """Return steps of a probability that never falls as the score rises."""
    by_score: dict[int, list[bool]] = {}
    for score, fraud in outcomes:
        by_score.setdefault(score, []).append(fraud)
    steps: list[Step] = []
    for score in sorted(by_score):
        steps.append(Step(score, score, sum(by_score[score]), len(by_score[score])))
        while len(steps) > 1 and steps[-2].probability >= steps[-1].probability:
            upper, lower = steps.pop(), steps.pop()
            steps.append(Step(lower.begin, upper.end, lower.frauds + upper.frauds, lower.n + upper.n))
    return steps


def step_at(steps: Sequence[Step], score: int) -> Step | None:
    """Return the step of a score, between two the nearer, of two as near the lower; None: there are none."""
    return min(steps, key=lambda step: (max(step.begin - score, score - step.end, 0), step.begin), default=None)
