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
        if change.action is Action.DISABLE and change.accepted:
            yield from network.release(change)
        elif change.action is Action.ENABLE:
            yield from network.register(change, target_kind(change, calls))
    yield from network.switched
    if network.away:
        detail = _reach(network.away)
        yield Signal(Kind.FORWARDING_ON, min(network.away.values()), as_of, ongoing=True, detail=detail)


@dataclass(slots=True)
class _Network:
    """Which states are forwarded: `away`, to somewhere that matters, since when; or `home`, to a harmless target."""

    strangers_came: Sequence[datetime]
    away: dict[State, datetime] = field(default_factory=dict)
    home: set[State] = field(default_factory=set)
    switched: list[Signal] = field(default_factory=list)

    def register(self, change: ForwardingSeen, kind: TargetKind | None) -> Iterator[Signal]:
        """Switch on. Dialling is an event each time; a report of what is known to be on is none."""
        if not change.dialled and all(state in self.away or state in self.home for state in change.states):
            return
        if kind in _QUIET_TARGETS:
            yield from self.release(change)
            self.home.update(change.states)
            return
        detail, strength = _reach(change.states), _strength(change, kind)
        self.switched.append(
            Signal(Kind.FORWARDING_SWITCHED_ON, change.at, change.at, strength=strength, detail=detail)
        )
        if change.accepted:
            self.home.difference_update(change.states)
            for state in change.states:
                self.away.setdefault(state, change.at)

    def release(self, change: ForwardingSeen) -> Iterator[Signal]:
        """Switch off. What was over before any stranger came is nothing."""
        self.home.difference_update(change.states)
        ended = [self.away.pop(state) for state in change.states if state in self.away]
        if ended and not self.away:
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
