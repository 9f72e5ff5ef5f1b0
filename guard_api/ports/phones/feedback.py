"""What people say of the checks of their phones, and the timelines that they let us keep."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from guard_api.engine.backtests.replay import Recording
from guard_api.engine.policy import Level

KEPT_FOR = timedelta(days=400)
"""How long what people say is kept, unless they withdraw it before."""


class Verdict(StrEnum):
    """What a person says that it was."""

    FINE = "fine"
    FRAUD = "fraud"
    UNSURE = "unsure"


class Feedback(Struct, frozen=True):
    """What is said of a check, and what the check came to, by which policy. `day` is when it was said.

    `kept` is the timeline, stripped, where the person has consented.
    """

    check_id: str
    device_id: str
    verdict: Verdict
    day: datetime
    level: Level
    score: int
    patterns: tuple[str, ...]
    policy: str
    kept: Recording | None = None


class Outcome(Struct, frozen=True):
    """A level and a score, and whether it was fraud."""

    level: Level
    score: int
    fraud: bool


class FeedbackBox(Protocol):
    """What people have said. Forgetting a phone forgets what it said, and its timelines."""

    def put(self, feedback: Feedback) -> None:
        """Keep it, in the place of what was said of the same check before."""
        ...

    def get(self, check_id: str) -> Feedback | None:
        """Return what was said of a check, None when nothing was."""
        ...

    def withdraw(self, check_id: str, device_id: str) -> bool:
        """Forget what a phone said of a check, and its timeline; False: it said nothing."""
        ...

    def recordings(self) -> Iterator[Recording]:
        """Give the timelines that are kept and of which somebody says what they were."""
        ...

    def outcomes(self) -> Sequence[Outcome]:
        """Return what checks came to, and were: of the phones of one enrolment code only what was said last."""
        ...
