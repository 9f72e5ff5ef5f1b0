"""All that was told of the line, and what is remembered of it -> signals, and how it stands now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from guard_api.engine.calls import Call
from guard_api.engine.decision import Match
from guard_api.engine.extraction.line.cutting import follow_barring, follow_reach, missed_rescuers
from guard_api.engine.extraction.line.forwarding import Forwarding, follow_forwarding
from guard_api.engine.line import Diversion, Fact, Line, remembered_endings
from guard_api.engine.observations import BarringSeen, ForwardingSeen, ReachabilitySeen
from guard_api.engine.policy import Level
from guard_api.engine.signals import FORWARDED_FIRST, Kind, Signal
from guard_api.engine.tuning import Tuning
from guard_api.service_codes.forwarding import Action

_TELLING = (ForwardingSeen, BarringSeen, ReachabilitySeen)
_OF_FORWARDING = frozenset({Kind.FORWARDING_SWITCHED_ON, Kind.FORWARDING_ON, Kind.FORWARDING_TO_STRANGER})
_OF_STRANGERS = frozenset(
    {Kind.STRANGER_ON_THE_LINE, Kind.OFFICIAL_LINE_CALLING, Kind.UNSEEN_CALLER, Kind.STRANGER_AROUND, Kind.VOIP_CALL}
)
_SWITCHING = (Action.ENABLE, Action.DISABLE)
_Facts = tuple[Fact, ...]
_BLAMING = frozenset({Level.WARNING, Level.CRITICAL})

Seen = Mapping[type, Sequence[Any]]
"""Observations by their type, oldest first."""


def follow_line(
    seen: Seen, line: Line | None, calls: Sequence[Call], tuning: Tuning, as_of: datetime
) -> tuple[Line | None, list[Signal]]:
    """Return how the line stands after all that was told, and what cuts the person off from help."""
    rescuers = [call for call in calls if call.about.rescuer is not None]
    if (line is None or not line.diversions) and seen.keys().isdisjoint(_TELLING):
        return line, [*missed_rescuers(rescuers, calls, tuning, None)] if rescuers else []
    diversions, facts, reach = (line.diversions, line.barred, line.reach) if line is not None else ((), (), ())
    forwarding = follow_forwarding(seen.get(ForwardingSeen, ()), diversions, calls, tuning, as_of)
    signals = forwarding.signals
    if rescuers:
        signals += missed_rescuers(rescuers, calls, tuning, forwarding.spans_until(as_of))
    barred, reached = facts, reach
    if BarringSeen in seen:
        barred, moments = follow_barring(seen[BarringSeen], facts, as_of)
        signals += moments
    if ReachabilitySeen in seen:
        reached, moments = follow_reach(seen[ReachabilitySeen], reach, calls, tuning, as_of)
        signals += moments
    return _line_after(line, seen, forwarding, (barred, reached), as_of), signals


def _line_after(
    line: Line | None, seen: Seen, forwarding: Forwarding, facts: tuple[_Facts, _Facts], as_of: datetime
) -> Line | None:
    """Return how the line stands, with what is barred and what keeps others away; None: there were only questions."""
    barred, reach = facts
    reported, updated = (line.reported, line.updated) if line is not None else (None, None)
    if ForwardingSeen in seen:
        reported = _later(reported, _last(_stating(reversed(seen[ForwardingSeen]))))
    if BarringSeen in seen:
        reported = _later(reported, _last(_barred(reversed(seen[BarringSeen]))))
    updated = _later(updated, reported)
    if ReachabilitySeen in seen:
        updated = _later(updated, seen[ReachabilitySeen][-1].last)
    if updated is None:
        return None
    return Line(
        updated=updated,
        reported=reported,
        cleared=None if forwarding.on or barred else _cleared(line, forwarding.over, seen),
        diversions=(*remembered_endings(forwarding.over, as_of), *forwarding.on) if forwarding.over else forwarding.on,
        barred=barred,
        reach=reach,
    )


def _stating(seen: Iterable[ForwardingSeen]) -> Iterator[ForwardingSeen]:
    """Give what tells how forwarding stands, which questions do not."""
    return (one for one in seen if one.accepted and one.action in _SWITCHING)


def _barred(seen: Iterable[BarringSeen]) -> Iterator[BarringSeen]:
    return (one for one in seen if one.accepted)


def _last(seen: Iterator[ForwardingSeen] | Iterator[BarringSeen]) -> datetime | None:
    newest = next(seen, None)
    return None if newest is None else newest.last


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


def _cleared(line: Line | None, over: Sequence[Diversion], seen: Seen) -> datetime | None:
    """Return since when nothing is on: since the last of it ended, or since somebody said so first."""
    ended = [one.until for one in over if one.until is not None]
    if ended:
        return max(ended)
    if line is not None and line.cleared is not None:
        return line.cleared
    first = (next(_stating(seen.get(ForwardingSeen, ())), None), next(_barred(seen.get(BarringSeen, ())), None))
    return min([one.at for one in first if one is not None], default=None)


def blame(line: Line, matches: Iterable[Match]) -> Line:
    """Note of what was diverted whether it began with a stranger: a warning of it says so."""
    if not any(_is_unblamed(one) for one in line.diversions):
        return line
    guilty = [match for match in matches if match.level in _BLAMING and _is_of_forwarding(match)]
    if not guilty:
        return line
    return replace(line, diversions=tuple(_blamed(one, guilty) for one in line.diversions))


def _is_unblamed(one: Diversion) -> bool:
    return one.stranger is None and one.until is None and not one.harmless


def _is_of_forwarding(match: Match) -> bool:
    return any(signal.kind in _OF_FORWARDING for signal in match.evidence)


def _blamed(one: Diversion, guilty: Iterable[Match]) -> Diversion:
    if not _is_unblamed(one):
        return one
    begun: list[datetime] = []
    for match in guilty:
        begun += [signal.since for signal in match.evidence if _began_with(one, signal, match)]
    return replace(one, stranger=min(begun)) if begun else one


def _began_with(one: Diversion, signal: Signal, match: Match) -> bool:
    """Whether the signal is the diversion itself, or a stranger who was there when it began."""
    if signal.kind in _OF_FORWARDING:
        return signal.since == one.since
    if signal.kind in _OF_STRANGERS:
        return signal.since - FORWARDED_FIRST <= one.since <= signal.end + match.pattern.within
    return False
