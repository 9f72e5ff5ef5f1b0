"""Reports of call forwarding -> signals: switching on is an event, being on is a state."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from guard_api.engine.extraction.calls import Call
from guard_api.engine.intervals import Spans
from guard_api.engine.observations import ForwardingSeen, TargetKind
from guard_api.engine.signals import Kind, Signal
from guard_api.engine.tuning import Tuning
from guard_api.service_codes.deactivation import undoes
from guard_api.service_codes.forwarding import Action, Family, State

_QUIET_TARGETS = frozenset({TargetKind.OWN, TargetKind.VOICEMAIL, TargetKind.CONTACT})
_WORSE_TARGETS = frozenset({TargetKind.DEAD, TargetKind.CALLER, TargetKind.LISTED})
_DISABLE, _ENABLE, _UNCONDITIONAL = Action.DISABLE, Action.ENABLE, State.UNCONDITIONAL
_STRANGER, _SWITCHED_ON = TargetKind.STRANGER, Kind.FORWARDING_SWITCHED_ON
"""Members of enumerations are looked up by Python code, and here for all that a phone has told."""


def target_kind(seen: ForwardingSeen, calls: Sequence[Call]) -> TargetKind | None:
    """Say whose number the target is, now that the timeline tells who has called."""
    return _kind_of(seen, _callers(calls)) if calls else seen.target_kind


def _callers(calls: Sequence[Call]) -> dict[str | None, Call]:
    """Give the first call of every caller."""
    return {call.caller: call for call in reversed(calls)}


def _kind_of(seen: ForwardingSeen, callers: Mapping[str | None, Call]) -> TargetKind | None:
    call = None if seen.target is None else callers.get(seen.target)
    if call is None:
        return seen.target_kind
    return TargetKind.CONTACT if call.trusted else TargetKind.CALLER


def forwarding_signals(
    seen: Sequence[ForwardingSeen], calls: Sequence[Call], tuning: Tuning, as_of: datetime
) -> list[Signal]:
    """Follow what the network holds through all changes, oldest first."""
    callers = _callers(calls)
    network = _ForwardingState(calls, tuning)
    for told in seen:
        change = network.about(told)
        if change.action is _DISABLE and change.accepted:
            network.release(change)
        elif change.action is _ENABLE:
            network.register(change, _kind_of(change, callers))
    signals = network.over + network.switched + network.diverted
    signals += [Signal(Kind.FORWARDING_UNWANTED, one.at, one.at) for one in seen if one.unwanted]
    if network.active:
        detail = _reach([state for _, state in network.active])
        signals.append(Signal(Kind.FORWARDING_ON, min(network.active.values()), as_of, ongoing=True, detail=detail))
    return signals


_Held = tuple[Family, State]
"""What is forwarded, and whose code or report it was: codes of other families do not undo it."""


class _ForwardingState(Struct, dict=True):
    """What is forwarded: `active`, to somewhere that matters, since when; or `harmless`, to a harmless target.

    `switched` are the events, `diverted` those to a stranger or to nobody, `over` the times during which it was on and
    is no longer. `dialled` is the newest code.
    """

    calls: Sequence[Call]
    tuning: Tuning
    active: dict[_Held, datetime] = field(default_factory=dict)
    harmless: set[_Held] = field(default_factory=set)
    targets: dict[State, str | None] = field(default_factory=dict)
    switched: list[Signal] = field(default_factory=list)
    diverted: list[Signal] = field(default_factory=list)
    over: list[Signal] = field(default_factory=list)
    dialled: ForwardingSeen | None = None

    @cached_property
    def strangers(self) -> Spans:
        """When others than contacts of long standing were on the line."""
        return Spans(call for call in self.calls if not call.trusted)

    def about(self, told: ForwardingSeen) -> ForwardingSeen:
        """Give what was told; a reply that names no condition is about the code that it answers."""
        asked = self.dialled
        if told.dialled:
            self.dialled = told
            return told
        if told.named or asked is None or told.at - asked.at > self.tuning.reply_reach:
            return told
        return replace(told, states=asked.states) if asked.action in (told.action, Action.QUERY) else told

    def register(self, change: ForwardingSeen, kind: TargetKind | None) -> None:
        """Switch on. Dialling is an event each time; a report of what is known to be on is none."""
        if kind in _QUIET_TARGETS:
            self._forget_unexplained(change)
            self.release(change)
            self.harmless.update(_held(change))
        elif change.dialled or not self._is_known(change):
            self._switch_on(change, kind)
        if change.target is not None or change.dialled:
            self.targets.update(dict.fromkeys(change.states, change.target))

    def _is_known(self, change: ForwardingSeen) -> bool:
        """Say whether all of these states are on, and to no other target."""
        on = {state for _, state in (*self.active, *self.harmless)}
        return all(
            state in on and (change.target is None or self.targets.get(state) in (None, change.target))
            for state in change.states
        )

    def _switch_on(self, change: ForwardingSeen, kind: TargetKind | None) -> None:
        detail, strength = _reach(change.states), _strength(change, kind, self.tuning)
        event = Signal(_SWITCHED_ON, change.at, change.at, subject=change.target, strength=strength, detail=detail)
        self.switched.append(event)
        if kind in _WORSE_TARGETS or (kind is TargetKind.STRANGER and State.UNCONDITIONAL in change.states):
            self.diverted.append(replace(event, kind=Kind.FORWARDING_TO_STRANGER))
        if change.accepted:
            if self.harmless:
                self.harmless.difference_update(self._undone(change))
            for state in change.states:
                self.active.setdefault((change.family, state), change.at)

    def _forget_unexplained(self, change: ForwardingSeen) -> None:
        """Drop what was switched on to nobody knows where just now: this is the explanation."""
        self.switched = [
            event
            for event in self.switched
            if event.subject is not None or change.at - event.since > self.tuning.forwarding_explained
        ]

    def release(self, change: ForwardingSeen) -> None:
        """Switch off what this network set. What was over before any stranger came is nothing."""
        undone = self._undone(change)
        self.harmless.difference_update(undone)
        ended = [self.active.pop(held) for held in undone if held in self.active]
        if ended and not self.active:
            self.over.append(Signal(Kind.FORWARDING_ON, min(ended), change.at))
            if not self.strangers.any(begun_by=change.at, lasting_to=min(ended) - self.tuning.forwarding_reach):
                self.switched = [event for event in self.switched if event.since < min(ended)]
                self.diverted = [event for event in self.diverted if event.since < min(ended)]

    def _undone(self, change: ForwardingSeen) -> list[_Held]:
        """List what a change of these states, made in this way, puts an end to."""
        return [
            (family, state)
            for family, state in (*self.active, *self.harmless)
            if state in change.states and undoes(change.family, family)
        ]


def _held(change: ForwardingSeen) -> list[_Held]:
    return [(change.family, state) for state in change.states]


def _reach(states: Collection[State]) -> str:
    return "unconditional" if _UNCONDITIONAL in states else "conditional"


def _strength(change: ForwardingSeen, kind: TargetKind | None, tuning: Tuning) -> float:
    base = tuning.unconditional_forwarding if _UNCONDITIONAL in change.states else tuning.conditional_forwarding
    if kind in _WORSE_TARGETS:
        return base + tuning.forwarding_to_worse
    return base + (tuning.forwarding_to_stranger if kind is _STRANGER else 0.0)
