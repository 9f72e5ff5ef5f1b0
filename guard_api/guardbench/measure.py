"""What a guard made of all cases: recall before the money goes, warnings for nothing, time won, questions asked."""

from collections.abc import Callable, Iterable, Sequence
from math import exp
from statistics import median

from msgspec import Struct

from guard_api.engine.policy import Level
from guard_api.guardbench.cases import Label
from guard_api.guardbench.play import RANK, Played

FALSE_GOAL, LEAD_GOAL = 1.0, 5.0
"""Warnings for nothing in 1,000 harmless hours at most; minutes from the first warning to the money at least."""
_TAIL = 0.025
"""Left out at either end of an interval of 95 %."""
_PER = 1000


class Score(Struct, frozen=True):
    """A guard's score. Counts of frauds are of those that reached a level before the first money went."""

    frauds: int
    noticed: int
    warned: int
    critical: int
    adversarial: int
    adversarial_warned: int
    questioned_only: int
    """Frauds without a warning in which the person was asked a question in time."""
    lead: float | None
    """Median minutes from the first warning to the first money, of those that were warned of."""
    harmless: int
    harmless_warned: int
    hours: float
    false_warnings: int
    questions: int
    """In harmless hours."""
    ambiguous: int
    ambiguous_warned: int

    @property
    def recall(self) -> float:
        """The share of frauds that were warned of in time."""
        return self.warned / self.frauds if self.frauds else 0.0

    @property
    def false_rate(self) -> float:
        """Warnings for nothing in 1,000 hours."""
        return self.false_warnings * _PER / self.hours if self.hours else 0.0

    @property
    def false_interval(self) -> tuple[float, float]:
        """The interval of 95 % of that rate, as of a Poisson process."""
        low, high = poisson_interval(self.false_warnings)
        return (low * _PER / self.hours, high * _PER / self.hours) if self.hours else (0.0, 0.0)

    @property
    def standing(self) -> tuple[bool, float, float]:
        """What guards are ordered by: who warns of everything is none; then recall, then few false warnings."""
        return self.false_rate <= FALSE_GOAL, self.recall, -self.false_rate


def score(played: Iterable[Played]) -> Score:
    """Measure what was played."""
    everything = list(played)
    frauds = [one for one in everything if one.case.is_fraud]
    ambiguous = [one for one in everything if one.case.ambiguous]
    harmless = [one for one in everything if not one.case.is_fraud and not one.case.ambiguous]
    leads = [one.lead for one in frauds if one.lead is not None]
    adversarial = [one for one in frauds if one.case.label is Label.ADVERSARIAL]
    return Score(
        frauds=len(frauds),
        noticed=_reached(frauds, Level.NOTICE),
        warned=_reached(frauds, Level.WARNING),
        critical=_reached(frauds, Level.CRITICAL),
        adversarial=len(adversarial),
        adversarial_warned=_reached(adversarial, Level.WARNING),
        questioned_only=sum(one.questions > 0 for one in frauds if RANK[one.level] < RANK[Level.WARNING]),
        lead=median(leads) if leads else None,
        harmless=len(harmless),
        harmless_warned=_reached(harmless, Level.WARNING),
        hours=sum(one.case.hours for one in harmless),
        false_warnings=sum(one.warnings for one in harmless),
        questions=sum(one.questions for one in harmless),
        ambiguous=len(ambiguous),
        ambiguous_warned=_reached(ambiguous, Level.WARNING),
    )


def _reached(played: Sequence[Played], level: Level) -> int:
    return sum(RANK[one.level] >= RANK[level] for one in played)


def poisson_interval(count: int) -> tuple[float, float]:
    """Return the exact interval of 95 % (Garwood) of the mean of a Poisson distribution of which `count` was seen."""
    low = _root(lambda mean: 1 - _at_most(count - 1, mean), _TAIL, count) if count else 0.0
    return low, _root(lambda mean: -_at_most(count, mean), -_TAIL, count)


def _at_most(count: int, mean: float) -> float:
    """Return the probability of no more than `count` events."""
    term = total = exp(-mean)
    for n in range(1, count + 1):
        term *= mean / n
        total += term
    return total


def _root(rising: Callable[[float], float], wanted: float, count: int) -> float:
    """Find where a rising function has the wanted value, by halving."""
    low, high = 0.0, 2.0 * count + 10
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
