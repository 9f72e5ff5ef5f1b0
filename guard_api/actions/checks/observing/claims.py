"""Who a caller says to be -> the observation that is kept of it."""

from collections.abc import Sequence
from datetime import datetime

from guard_api.engine.observations import IdentityClaimed
from guard_api.numbers.directory import CallsFrom
from guard_api.ports import Reference

_TELLING = (CallsFrom.LISTED, CallsFrom.LINES)
"""From where those call of whom a number can say that it is not theirs; the first says it for certain."""


def claim_of(claimed: str, reference: Reference, at: datetime, caller: str | None) -> Sequence[IdentityClaimed]:
    """Return whom the caller claims to be, nothing where that says nothing of his number.

    So it is where people of one that is named call from any number, as couriers do, or nobody knows from where.
    """
    directory = reference.directory
    named = [directory.organizations[name] for name in reference.claims.find(claimed)]
    calls_from = {one.calls_from for one in named}
    means = next((means for means in _TELLING if means in calls_from), None)
    if means is None or CallsFrom.ANY in calls_from:
        return ()
    alike = [one for one in named if one.calls_from is means]
    same = directory.related([one.id for one in alike])
    lines = alike[0].region if means is CallsFrom.LINES else ""
    return (
        IdentityClaimed(at=at, organizations=same, caller=caller, lines=lines, never=tuple(sorted(alike[0].never))),
    )
