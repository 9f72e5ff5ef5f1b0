"""Observations and scene -> the facts that answers and texts need, so that nobody reads the timeline again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from guard_api.engine.calls import Call
from guard_api.engine.decision import Facts, Forwarded, Ongoing, Pretence
from guard_api.engine.extraction.line.forwarding import targets_that_called
from guard_api.engine.line import Line
from guard_api.engine.observations import CallSeen, ForwardingSeen, LinkSeen
from guard_api.engine.signals import STRANGERS_OR_UNSEEN, Kind, Scene
from guard_api.service_codes.forwarding import Action, Family, State

_CALLING = (
    *STRANGERS_OR_UNSEEN,
    Kind.SPOOFED_OFFICIAL_NUMBER,
    Kind.FALSE_IDENTITY,
    Kind.UNPROVEN_IDENTITY,
    Kind.LISTED_NUMBER,
    Kind.IMPOSSIBLE_NUMBER,
)
_PRETENDING = (Kind.UNPROVEN_IDENTITY, Kind.FALSE_IDENTITY, Kind.SPOOFED_OFFICIAL_NUMBER)
_ONGOING = {
    **dict.fromkeys(_CALLING, Ongoing.CALL),
    Kind.SCREEN_SHARED: Ongoing.SHARE,
    Kind.FINANCE_APP_IN_FRONT: Ongoing.FINANCE_APP,
    Kind.FORWARDING_ON: Ongoing.FORWARDING,
}
_LASTING = tuple(_ONGOING)
_FINANCE_APPS, _ON = (Kind.FINANCE_APP_IN_FRONT,), (Kind.FORWARDING_ON,)
_DIALLED_LAST = attrgetter("dialled", "last")
_ENABLE, _CALL, _FORWARDING, _LINK = Action.ENABLE, Ongoing.CALL, Ongoing.FORWARDING, Kind.FRAUD_LINK
"""Members of enumerations are looked up by Python code, and here for all that a phone has told."""

Seen = Mapping[type, Sequence[Any]]
"""Observations by their type, oldest first."""


def facts_of(seen: Seen, calls: Sequence[Call], scene: Scene, line: Line | None, *, whole: bool) -> Facts:
    """Return the facts of a timeline and a line; without `whole` only what answers of the level `none` need."""
    last_seen: dict[type, datetime] = {kind: reports[-1].last for kind, reports in seen.items()}
    forwardings = seen.get(ForwardingSeen, ())
    targets = targets_that_called(forwardings, calls) if forwardings and calls else {}
    if not whole:
        return Facts(last_seen, tuple(calls), targets)
    ongoing, over = _ongoing(calls, scene)
    links = seen.get(LinkSeen, ())
    owners = _site_owners(links)
    return Facts(
        last_seen,
        tuple(calls),
        targets,
        ongoing,
        over,
        tuple([app.subject or "" for app in scene.of(_FINANCE_APPS)]),
        _forwarded(forwardings, scene, line) if _FORWARDING in ongoing else None,
        _pretence(seen.get(CallSeen, ()), scene, owners),
        owners,
        next((link.imitated for link in reversed(links) if link.imitated is not None), None),
    )


def _ongoing(calls: Sequence[Call], scene: Scene) -> tuple[frozenset[Ongoing], frozenset[Ongoing]]:
    """Return what goes on, and what went on and does not any more. A call that nobody took yet only rings."""
    going_on: set[Ongoing] = set()
    over: set[Ongoing] = set()
    for signal in scene.of(_LASTING):
        (going_on if signal.ongoing else over).add(_ONGOING[signal.kind])
    over -= going_on
    if _CALL in going_on and not any(map(_is_talk, reversed(calls))):
        going_on.remove(_CALL)
        going_on.add(Ongoing.RINGING)
    if _FORWARDING in over and Kind.FORWARDING_SWITCHED_ON not in scene.kinds:
        over.remove(_FORWARDING)  # that was before any stranger, and his business is another
    return frozenset(going_on), frozenset(over)


def _is_talk(call: Call) -> bool:
    return call.ongoing and not (call.trusted or call.own or call.ringing)


def _forwarded(seen: Sequence[ForwardingSeen], scene: Scene, line: Line | None) -> Forwarded:
    """Say what was switched on, and by whose codes, the newest first; reports do not say whose.

    What is only remembered comes behind it.
    """
    switched = [change for change in seen if change.action is _ENABLE]
    switched.sort(key=_DIALLED_LAST)
    states: dict[Family, dict[State, None]] = {}
    counted: set[tuple[Family, tuple[State, ...]]] = set()
    for change in reversed(switched):
        held = (change.family, change.states)
        if held not in counted:
            counted.add(held)
            states.setdefault(change.family, {}).update(dict.fromkeys(change.states))
    for one in reversed(line.diverted if line is not None else ()):
        if not one.harmless:
            states.setdefault(one.family, {})[one.state] = None
    by_family = {family: tuple(on) for family, on in states.items()}
    reach = [signal.detail for signal in scene.of(_ON) if signal.ongoing]
    return Forwarded(by_family, "unconditional" if "unconditional" in reach else reach[-1])


def _site_owners(seen: Sequence[LinkSeen]) -> Mapping[str, str]:
    """Return whose domains were imitated, by the domains that imitate them."""
    return {link.domain: link.organization for link in seen if link.organization is not None}


def _pretence(calls: Sequence[CallSeen], scene: Scene, owners: Mapping[str, str]) -> Pretence | None:
    pretended = scene.of(_PRETENDING) if not scene.kinds.isdisjoint(_PRETENDING) else ()
    if pretended:
        organization = pretended[-1].subject
    elif _LINK not in scene.kinds:
        return None
    else:
        sites = (owners.get(sign.subject or "") for sign in reversed(scene.of((_LINK,))))
        organization = next((owner for owner in sites if owner is not None), None)
    if organization is None:
        return None
    numbers = {call.official for call in calls if call.organization == organization and call.official is not None}
    return Pretence(organization, frozenset(numbers))
