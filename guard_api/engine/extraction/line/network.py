"""What the network holds of forwarding, through all that was dialled and reported, and what that says."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from guard_api.engine.calls import Call
from guard_api.engine.folding import same
from guard_api.engine.line import HARMLESS_TARGETS, Diversion
from guard_api.engine.observations import ForwardingSeen
from guard_api.engine.signals import FORWARDED_FIRST, Kind, Signal, Spans
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import TargetKind
from guard_api.service_codes.deactivation import undoes
from guard_api.service_codes.forwarding import Action, Family, State

_WORSE_TARGETS = frozenset({TargetKind.DEAD, TargetKind.CALLER, TargetKind.LISTED})
_DISABLE, _ENABLE, _UNCONDITIONAL = Action.DISABLE, Action.ENABLE, State.UNCONDITIONAL
_STRANGER, _CALLER, _CONTACT = TargetKind.STRANGER, TargetKind.CALLER, TargetKind.CONTACT
_SWITCHED_ON, _TO_STRANGER, _ON = Kind.FORWARDING_SWITCHED_ON, Kind.FORWARDING_TO_STRANGER, Kind.FORWARDING_ON
"""Members of enumerations are looked up by Python code, and here for all that a phone has told."""

_ALL_CALLS = "unconditional"


def kind_of(seen: ForwardingSeen, callers: Mapping[str | None, Call]) -> TargetKind | None:
    """Say whose number the target is; `callers` are the first calls of all who have called."""
    call = None if seen.target is None else callers.get(seen.target)
    if call is None:
        return seen.target_kind
    return kind_of_caller(call)


def kind_of_caller(call: Call) -> TargetKind:
    """Say whose number it is that calls are sent to, where it has called itself."""
    return _CONTACT if call.trusted else _CALLER


_Held = tuple[Family, State]
"""What is forwarded, and whose code or report it was: codes of other families do not undo it."""


class Network(Struct, dict=True):
    """What is `on`; `remembered` of it is what only the line's memory tells of, whose target nobody knows any more.

    `switched` are the events, `diverted` those to a stranger or to nobody, `over` the times during which it was on and
    is no longer, `ended` the same for the line. `begun` is what the timeline itself tells the beginning of, `dialled`
    the newest code. `is_harmless`: what is on may go where the person is reached. `last` is a code that was the last
    to switch anything on, `to_stranger` whether calls went to one.
    """

    calls: Sequence[Call]
    tuning: Tuning
    on: dict[_Held, Diversion] = field(default_factory=dict)
    remembered: set[_Held] = field(default_factory=set)
    targets: dict[State, str | None] = field(default_factory=dict)
    switched: list[Signal] = field(default_factory=list)
    diverted: list[Signal] = field(default_factory=list)
    over: list[Signal] = field(default_factory=list)
    ended: list[Diversion] = field(default_factory=list)
    begun: set[tuple[_Held, datetime]] = field(default_factory=set)
    dialled: ForwardingSeen | None = None
    is_harmless: bool = False
    last: ForwardingSeen | None = None
    to_stranger: bool = False

    @cached_property
    def strangers(self) -> Spans:
        """When others than contacts of long standing were on the line."""
        return Spans(call for call in self.calls if not call.trusted)

    def has_evidence_of(self, diversion: Diversion) -> bool:
        """Whether both the event by which it began and the stranger are still in the timeline."""
        if all(event.since != diversion.since for event in self.switched):
            return False
        first, last = diversion.since + FORWARDED_FIRST, diversion.since - self.tuning.forwarding_reach
        return self.strangers.any(begun_by=first, lasting_to=last)

    def spans_until(self, as_of: datetime) -> Spans:
        """Return when calls went elsewhere, harmless targets apart."""
        active = [Signal(_ON, one.since, as_of) for one in self.on.values() if not one.harmless]
        return Spans([*self.over, *active])

    def follow(self, report: ForwardingSeen, callers: Mapping[str | None, Call]) -> None:
        """Take in the next of what was told. The same code, dialled again at once, is an event and changes nothing."""
        last, self.last = self.last, None
        if report.dialled:
            self.dialled = report
            if last is not None and same(report, last):
                self.last = report
                self._note_again(report)
                return
        change = report if report.dialled else self._about(report)
        if change.action is _ENABLE:
            self._register(change, kind_of(change, callers))
        elif change.action is _DISABLE and change.accepted:
            self.release(change)

    def _note_again(self, report: ForwardingSeen) -> None:
        self.switched.append(replace(self.switched[-1], since=report.at, end=report.last))
        if self.to_stranger:
            self.diverted.append(replace(self.diverted[-1], since=report.at, end=report.last))

    def _about(self, report: ForwardingSeen) -> ForwardingSeen:
        """Give what was told; a reply that names no condition is about the code that it answers."""
        query = self.dialled
        if report.named or query is None or report.at - query.last > self.tuning.reply_reach:
            return report
        return replace(report, states=query.states) if query.action in (report.action, Action.QUERY) else report

    def _register(self, change: ForwardingSeen, kind: TargetKind | None) -> None:
        """Switch on. Dialling is an event each time; a report of what is known to be on is none."""
        if kind in HARMLESS_TARGETS:
            if not change.accepted:
                # What the network refused explains nothing, and ends nothing.
                return
            self.is_harmless = True
            self._forget_unexplained(change)
            self.release(change, keeping=True)
            self._set(change, kind)
        elif change.dialled or not self._is_known(change):
            self._switch_on(change, kind)
        if change.target is not None or change.dialled:
            self.targets.update(dict.fromkeys(change.states, change.target))

    def _is_known(self, change: ForwardingSeen) -> bool:
        """Say whether all of these states are on, and to no other target."""
        on = {state for _, state in self.on}
        return all(
            state in on and (change.target is None or self.targets.get(state) in (None, change.target))
            for state in change.states
        )

    def _switch_on(self, change: ForwardingSeen, kind: TargetKind | None) -> None:
        at, end, target, reach = change.at, change.last, change.target, reach_of(change.states)
        worse = kind in _WORSE_TARGETS
        strength = self._strength(kind, reach, worse=worse)
        self.switched.append(Signal(_SWITCHED_ON, at, end, False, target, strength, reach))  # noqa: FBT003 - over at once
        self.last = change if change.dialled else None
        self.to_stranger = worse or (kind is _STRANGER and reach is _ALL_CALLS)
        if self.to_stranger:
            self.diverted.append(Signal(_TO_STRANGER, at, end, False, target, strength, reach))  # noqa: FBT003
        if change.accepted:
            if self.is_harmless:
                for held in [one for one in self._undone(change) if self.on[one].harmless]:
                    self._end(held, at)
            self._set(change, kind)

    def _strength(self, kind: TargetKind | None, reach: str, *, worse: bool) -> float:
        tuning = self.tuning
        base = tuning.unconditional_forwarding if reach is _ALL_CALLS else tuning.conditional_forwarding
        if worse:
            return base + tuning.forwarding_to_worse
        return base + tuning.forwarding_to_stranger if kind is _STRANGER else base

    def _set(self, change: ForwardingSeen, kind: TargetKind | None) -> None:
        """Have the network hold it, from now on or as before; to another target, it is held anew."""
        for held in [(change.family, state) for state in change.states]:
            before = self.on.get(held)
            if before is None or (before.stranger is None and self._is_moved(held, change)):
                self.on[held] = Diversion(family=held[0], state=held[1], since=change.at, target_kind=kind)
                self.begun.add((held, change.at))
            elif kind is not None and kind is not before.target_kind:
                self.on[held] = replace(before, target_kind=kind)
            self.remembered.discard(held)

    def _is_moved(self, held: _Held, change: ForwardingSeen) -> bool:
        """Say whether it went elsewhere before, or nobody knows where."""
        known = self.targets.get(held[1])
        return held in self.remembered or (known is not None and change.target not in (None, known))

    def _forget_unexplained(self, change: ForwardingSeen) -> None:
        """Drop what was switched on to nobody knows where just now: this is the explanation."""
        self.switched = [
            event
            for event in self.switched
            if event.subject is not None or change.at - event.since > self.tuning.forwarding_explained
        ]

    def release(self, change: ForwardingSeen, *, keeping: bool = False) -> None:
        """Switch off what this network set. What was over before any stranger came is nothing.

        `keeping`: what is harmless already stays on.
        """
        undone = self._undone(change)
        ended = [self.on[held].since for held in undone if not self.on[held].harmless]
        for held in undone:
            if not (keeping and self.on[held].harmless):
                self._end(held, change.at)
        if ended and all(one.harmless for one in self.on.values()):
            self.over.append(Signal(Kind.FORWARDING_ON, min(ended), change.at))
            if not self.strangers.any(begun_by=change.at, lasting_to=min(ended) - self.tuning.forwarding_reach):
                self.switched = [event for event in self.switched if event.since < min(ended)]
                self.diverted = [event for event in self.diverted if event.since < min(ended)]

    def relive(self, past: Iterable[tuple[datetime, Diversion]]) -> None:
        """Have on, or no longer on, what is remembered of these moments, unless the timeline tells so itself."""
        for moment, diversion in past:
            held, self.last = diversion.held, None
            on = self.on.get(held)
            if moment != diversion.since:
                if on is not None and on.since <= diversion.since:
                    self._end(held, moment)
            elif (held, moment) not in self.begun and on is None:
                self.on[held] = replace(diversion, until=None)
                self.is_harmless = self.is_harmless or diversion.harmless
                self.remembered.add(held)
            elif on is not None and on.since == moment:
                self.on[held] = replace(on, stranger=diversion.stranger)

    def _end(self, held: _Held, at: datetime) -> None:
        self.ended.append(replace(self.on.pop(held), until=at))
        self.remembered.discard(held)

    def _undone(self, change: ForwardingSeen) -> list[_Held]:
        """List what a change of these states, made in this way, puts an end to."""
        return [
            (family, state) for family, state in self.on if state in change.states and undoes(change.family, family)
        ]


def reach_of(states: Collection[State]) -> str:
    """Say how far forwarding of these states reaches."""
    return _ALL_CALLS if _UNCONDITIONAL in states else "conditional"
