"""Reports of call forwarding -> signals: switching on is an event, being on is a state."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from guard_api.engine.calls import Call
from guard_api.engine.observations import ForwardingSeen, TargetKind
from guard_api.engine.signals import Kind, Signal
from guard_api.numbers.forwarding_code import Action, State

_QUIET_TARGETS = frozenset({TargetKind.OWN, TargetKind.VOICEMAIL, TargetKind.CONTACT})
_WORSE_TARGETS = frozenset({TargetKind.DEAD, TargetKind.CALLER, TargetKind.LISTED})
_UNCONDITIONAL_STRENGTH = 0.9
_CONDITIONAL_STRENGTH = 0.6
_STRANGER_TARGET_ADDS = 0.05
_WORSE_TARGET_ADDS = 0.1


def target_kind(seen: ForwardingSeen, calls: Sequence[Call]) -> TargetKind | None:
    """Say whose number the target is, now that the timeline tells who has called."""
    for call in calls:
        if seen.target is not None and call.caller == seen.target:
            return TargetKind.CONTACT if call.trusted else TargetKind.CALLER
    return seen.target_kind


def forwarding_signals(seen: Sequence[ForwardingSeen], calls: Sequence[Call], as_of: datetime) -> Iterator[Signal]:
    """Follow what the network holds through all changes, oldest first."""
    network = _Network([call.since for call in calls if not call.trusted])
    for change in seen:
        kind = target_kind(change, calls)
        if change.action is Action.DISABLE or (change.action is Action.ENABLE and kind in _QUIET_TARGETS):
            yield from network.release(change)
        elif change.action is Action.ENABLE:
            network.register(change, kind)
    yield from network.switched
    if network.held:
        detail = _reach(network.held)
        yield Signal(Kind.FORWARDING_ON, min(network.held.values()), as_of, ongoing=True, detail=detail)


@dataclass(slots=True)
class _Network:
    """Which states are forwarded to somewhere that matters, since when, and how that came about."""

    strangers_came: Sequence[datetime]
    held: dict[State, datetime] = field(default_factory=dict)
    switched: list[Signal] = field(default_factory=list)

    def register(self, change: ForwardingSeen, kind: TargetKind | None) -> None:
        """Switch on. Dialling is an event each time; a report of what is known to be on is none."""
        if change.dialled or any(state not in self.held for state in change.states):
            detail, strength = _reach(change.states), _strength(change, kind)
            self.switched.append(
                Signal(Kind.FORWARDING_SWITCHED_ON, change.at, change.at, strength=strength, detail=detail)
            )
        if change.accepted:
            for state in change.states:
                self.held.setdefault(state, change.at)

    def release(self, change: ForwardingSeen) -> Iterator[Signal]:
        """Switch off, or replace by a target that is harmless. What was over before any stranger came is nothing."""
        ended = [self.held.pop(state) for state in change.states if state in self.held]
        if ended and not self.held:
            yield Signal(Kind.FORWARDING_ON, min(ended), change.at)
            if all(came > change.at for came in self.strangers_came):
                self.switched.clear()


def _reach(states: Collection[State]) -> str:
    return "unconditional" if State.UNCONDITIONAL in states else "conditional"


def _strength(change: ForwardingSeen, kind: TargetKind | None) -> float:
    base = _UNCONDITIONAL_STRENGTH if State.UNCONDITIONAL in change.states else _CONDITIONAL_STRENGTH
    if kind in _WORSE_TARGETS:
        return base + _WORSE_TARGET_ADDS
    return base + (_STRANGER_TARGET_ADDS if kind is TargetKind.STRANGER else 0.0)
