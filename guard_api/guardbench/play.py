"""Cases played check by check, to a guard that knows nothing of what comes."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any, Protocol

from msgspec import Struct

from guard_api.engine.policy import Level
from guard_api.guardbench.cases import Case

RANK = {level: rank for rank, level in enumerate(Level)}
_AGAIN = 3
"""How often a phone asks again between two events."""


class Answer(Struct, frozen=True):
    """What a guard says. `stands` is for how many minutes, `asks` the field of its question to the person."""

    level: Level
    asks: str | None = None
    stands: float | None = None


class Phone(Protocol):
    """A phone of which a guard knows nothing yet."""

    def tell(self, minute: float, check: Mapping[str, Any]) -> Answer:
        """Send a check, and give what the guard says."""
        ...


class Guard(Protocol):
    """What is measured."""

    def phone(self, case: Case) -> AbstractContextManager[Phone]:
        """Give the phone of a case, of which nothing is left afterwards."""
        ...


class TimedAnswer(Struct, frozen=True):
    """What a guard said, and when."""

    minute: float
    level: Level
    asks: str | None


class Played(Struct, frozen=True):
    """A case, and all that a guard said to it."""

    case: Case
    answers: Sequence[TimedAnswer]

    @property
    def in_time(self) -> Sequence[TimedAnswer]:
        """What was said before the first money went: all, where none goes."""
        money = self.case.money_at
        return [one for one in self.answers if money is None or one.minute < money]

    @property
    def level(self) -> Level:
        """The worst that was said in time."""
        return max((one.level for one in self.in_time), key=RANK.__getitem__, default=Level.NONE)

    @property
    def lead(self) -> float | None:
        """Minutes from the first warning to the first money; None: there was none in time."""
        warned = [one.minute for one in self.in_time if RANK[one.level] >= RANK[Level.WARNING]]
        return self.case.money_at - warned[0] if warned and self.case.money_at is not None else None

    @property
    def warnings(self) -> int:
        """How often a warning began."""
        warned = [RANK[one.level] >= RANK[Level.WARNING] for one in self.answers]
        return sum(now and not before for before, now in zip([False, *warned], warned, strict=False))

    @property
    def questions(self) -> int:
        """How often the person was asked something in time."""
        return sum(one.asks is not None for one in self.in_time)


def play(case: Case, guard: Guard) -> Played:
    """Tell a guard one step after the other, and ask again when an answer no longer stands, as phones do."""
    answers: list[TimedAnswer] = []
    minutes = [*(step.minute for step in case.steps), case.hours * 60]
    with guard.phone(case) as phone:
        for step, (_, end) in zip(case.steps, pairwise(minutes), strict=True):
            minute, check = step.minute, step.check
            for _ in range(1 + _AGAIN):
                answer = phone.tell(minute, check)
                answers.append(TimedAnswer(minute, answer.level, answer.asks))
                if answer.level is Level.NONE or not answer.stands or minute + answer.stands >= end:
                    break
                minute, check = minute + answer.stands, {}
    return Played(case, answers)
