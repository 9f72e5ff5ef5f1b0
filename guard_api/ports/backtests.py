"""Back-tests: another policy, tried on recorded cases by a process of its own."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Raw, Struct

from guard_api.engine.edits import PolicyEdits
from guard_api.lists.change import Author


class BacktestState(StrEnum):
    """How far a back-test is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Backtest(Struct, frozen=True):
    """A back-test: the edits that are tried instead of those in force, and what came of it, as it is answered."""

    id: str
    state: BacktestState
    at: datetime
    who: str
    why: str
    edits: PolicyEdits
    finished_at: datetime | None = None
    reason: str = ""
    result: Raw | None = None


class Backtests(Protocol):
    """Back-tests, done one after the other."""

    def enqueue(self, edits: PolicyEdits, author: Author) -> str:
        """Note down what is to be tried; gives its id."""
        ...

    def get(self, name: str) -> Backtest | None:
        """Return a back-test as it is now; None: there is none such."""
        ...

    def list(self, limit: int) -> Sequence[Backtest]:
        """Return the newest ones."""
        ...

    def claim(self) -> Backtest | None:
        """Begin the one that has waited longest, or that another process has begun and not ended. Only with the turn.

        One that has ended its process again and again has failed.
        """
        ...

    def finish(self, name: str, now: datetime, *, result: bytes | None = None, reason: str = "") -> None:
        """Note what came of one: JSON, or why nothing did."""
        ...

    def has_waiting(self) -> bool:
        """Say whether any is queued or running."""
        ...


class BacktestRunner(Protocol):
    """Who does what is queued."""

    def start(self) -> None:
        """Have it done in a process of its own, unless one is at it that this process has started. Never fails."""
        ...
