"""What is kept of all that a phone tells: for a while, each run once, of too many of a kind the strongest."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from guard_api.engine.folding import Folded, flat, fold_into, typed
from guard_api.engine.noted import EvidenceDropped, StrangerBefore
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    BarringSeen,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    MomentSeen,
    PressureSeen,
    ReachabilitySeen,
    ScreenShareSeen,
    ScriptSeen,
)
from guard_api.engine.timelines.remembered import REACH, stranger_before
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import CallState
from guard_api.messages.pressure import Pressure
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.directory import CallsOut
from guard_api.service_codes.forwarding import Action

MOST = 32
"""Observations of one type that are kept: the newer half, and of the others the strongest and what came after each."""
_A_SIGN = 0.25
"""What is weaker is daily life, and nobody need know that it was dropped."""
_AT = attrgetter("at")
_TUNING = Tuning()


def grown(
    kept: Iterable[AnyObservation], reported: Iterable[AnyObservation], as_of: datetime, life: timedelta
) -> Folded:
    """Return what is kept and what was reported, without what was told for the last time `life` ago or earlier.

    What is `kept` is folded. Whoever tells the same for hours, or a thousand things, pushes no evidence out.
    """
    by_type = typed(kept)
    fold_into(by_type, sorted(reported, key=_AT))
    dropped: list[AnyObservation] = []
    for kind, seen in by_type.items():
        if len(seen) > MOST:
            by_type[kind] = _strongest(seen)
            remain = {*map(id, by_type[kind])}
            dropped += [one for one in seen if id(one) not in remain]
    if any(strength_of(one) >= _A_SIGN for one in dropped):
        fold_into(by_type, [EvidenceDropped(at=as_of)])
    return _lasting(flat(by_type), as_of, life)


def forgotten_at(one: AnyObservation, life: timedelta) -> datetime:
    """Return from when on an observation is no longer kept. That a stranger was there outlasts what he did."""
    return one.at + max(REACH, life) if isinstance(one, StrangerBefore) else one.last + life


def _lasting(observations: Folded, as_of: datetime, life: timedelta) -> Folded:
    """Leave out what has expired. Of a stranger's call it is kept that he was there, and when his traces end."""
    oldest = as_of - life
    for one in observations:
        if (one.until or one.at) <= oldest:
            break
    else:
        return observations
    lasting = Folded(one for one in observations if one.last > oldest or forgotten_at(one, life) > as_of)
    if len(lasting) == len(observations):
        return observations
    if not any(isinstance(one, CallSeen | StrangerBefore) for one in observations):
        return lasting
    found = stranger_before(observations)
    if found is None or found in lasting or forgotten_at(found, life) <= as_of:
        return lasting
    return Folded([found, *[one for one in lasting if not isinstance(one, StrangerBefore)]])


def _strongest(seen: Sequence[AnyObservation]) -> list[AnyObservation]:
    """Return the newer half, and of the older half those that tell most, with what ended or followed each."""
    older, newer = seen[: -MOST // 2], seen[-MOST // 2 :]
    ranked = sorted(range(len(older)), key=lambda place: -strength_of(older[place]))
    places = {place + step for place in ranked[: MOST // 4] for step in (0, 1)}
    return [*[older[place] for place in sorted(places) if place < len(older)], *newer]


def strength_of(one: AnyObservation) -> float:
    """Return how much an observation tells of the fraud, 0..1: what ends something, or is daily life, tells nothing."""
    return _STRENGTHS.get(type(one), _nothing)(one)


_FORGED = frozenset({CallerKind.LOOKALIKE, CallerKind.IMPOSSIBLE})
_OVER = frozenset({CallState.ENDED, CallState.NONE})


def _nothing(_one: AnyObservation) -> float:
    return 0.0


def _of_call(one: CallSeen) -> float:
    if one.state in _OVER and one.rescuer is None:
        return 0.0
    if one.listed is not None or one.kind in _FORGED or one.calls_out is CallsOut.NO or one.verification_failed:
        return 1.0
    return 0.1 if one.known else 0.6


def _of_forwarding(one: ForwardingSeen) -> float:
    if one.action is not Action.ENABLE:
        return 0.0
    return _TUNING.unconditional_forwarding if one.accepted else _TUNING.conditional_forwarding


def _of_app(one: AppInstalled) -> float:
    if one.imitates or one.gained:
        return 1.0
    return 0.8 if one.brought else 0.6


def _of_pressure(one: PressureSeen) -> float:
    return 1.0 if Pressure.ISOLATE in one.how else _TUNING.hurry


def _of_front(one: AppInFront) -> float:
    return 0.8 if one.finance or one.loan else 0.2 * one.talk


_STRENGTHS: Mapping[type, Callable[[Any], float]] = {
    CallSeen: _of_call,
    IdentityClaimed: lambda _: 0.8,
    ScreenShareSeen: lambda one: one.on * (0.5 if one.casting else 1.0),
    AppInstalled: _of_app,
    AppInFront: _of_front,
    ForwardingSeen: _of_forwarding,
    LinkSeen: lambda one: one.strength,
    ScriptSeen: lambda one: one.strength,
    BarringSeen: lambda one: float(one.on),
    ReachabilitySeen: lambda _: _TUNING.everyday_silence,
    MomentSeen: lambda one: _TUNING.small_amount if one.large is False else 1.0,
    PressureSeen: _of_pressure,
}
