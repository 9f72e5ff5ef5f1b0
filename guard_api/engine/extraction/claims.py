"""Claims to be somebody -> signals: each held against the number of the call that it was made in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from guard_api.engine.calls import Call
from guard_api.engine.observations import IdentityClaimed
from guard_api.engine.signals import Kind, Signal
from guard_api.engine.tuning import Tuning
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.never_asks import Topic
from guard_api.numbers.plan import may_be_an_office

_Reach = tuple[datetime, datetime, Call]
"""From when to when a claim may belong to a call."""

_SERVICE_LINES = frozenset({CallerKind.OFFICIAL, CallerKind.SHORT})


def false_identities(
    claims: Sequence[IdentityClaimed], calls: Sequence[Call], tuning: Tuning, _as_of: datetime
) -> Iterator[Signal]:
    """Hold each claim against the number of the call it was made in."""
    reaches = [(call.since - tuning.claim_reach, call.end + tuning.claim_reach, call) for call in calls]
    by_caller: dict[str | None, list[_Reach]] = {}
    for reach in reaches:
        by_caller.setdefault(reach[-1].caller, []).append(reach)
    by_caller[None] = reaches
    for claim in claims:
        call = _call_of(claim, by_caller.get(claim.caller, ()))
        if call is None or call.caller is None or call.trusted or call.speaks_for in claim.organizations:
            continue
        kind = Kind.UNPROVEN_IDENTITY if claim.lines else Kind.FALSE_IDENTITY
        if claim.lines and _may_be_theirs(call, claim.lines):
            if Topic.TELL_CODE not in claim.never:
                continue
            kind = Kind.CLAIMED_AUTHORITY
        yield Signal(kind, claim.at, max(call.end, claim.last), call.ongoing, claim.organizations[0])


def _may_be_theirs(call: Call, region: str) -> bool:
    """Whether a call may come from an office in `region`: nobody there has to phone from a mobile."""
    key = call.caller or ""
    return call.about.kind in _SERVICE_LINES or (key.startswith("+") and may_be_an_office(key, region))


def _call_of(claim: IdentityClaimed, reaches: Iterable[_Reach]) -> Call | None:
    """Find the first call of the number that was told with the claim, or else the nearest call."""
    near = [reach for reach in reaches if reach[0] <= claim.at <= reach[1]]
    if claim.caller is None and len(near) > 1:
        return min(near, key=lambda reach: max(reach[0] - claim.at, claim.at - reach[1]))[-1]
    return near[0][-1] if near else None
