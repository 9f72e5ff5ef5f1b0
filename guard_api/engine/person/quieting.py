"""That was fine: a warning that the person has answered is not given again for the same, and comes back with more."""

from collections.abc import Sequence

from guard_api.engine.decision import Match
from guard_api.engine.noted import FalseAlarmReported
from guard_api.engine.policy import Level
from guard_api.engine.signals import Kind

NEVER_QUIET = frozenset(
    {
        Kind.FORWARDING_SWITCHED_ON,
        Kind.FORWARDING_ON,
        Kind.FORWARDING_UNWANTED,
        Kind.FORWARDING_TO_STRANGER,
        Kind.LINE_DIVERTED,
        Kind.CALLS_BARRED,
    }
)
"""Whoever had the calls sent elsewhere is who says that it is fine."""


def is_quiet(reports: Sequence[FalseAlarmReported], matches: Sequence[Match], score: int, level: Level) -> bool:
    """Return whether all that matches was there already when the person last said that it is fine.

    Whoever deceives has people say so: what is critical stays, and so does everything beside forwarding, or beside
    whatever has begun since.
    """
    last = reports[-1]
    if level is Level.CRITICAL or score > last.score:
        return False
    return all(
        match.pattern.id in last.patterns
        and all(signal.since <= last.upto and signal.kind not in NEVER_QUIET for signal in match.evidence)
        for match in matches
    )
