"""What to do now, as steps that a phone can offer as buttons, the first first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guard_api.engine.observations import AnyObservation, CallSeen, ForwardingSeen, LinkSeen
from guard_api.engine.signals import STRANGERS_OR_UNSEEN, Kind
from guard_api.engine.verdict import Level, Verdict
from guard_api.numbers.directory import Directory, Role
from guard_api.numbers.forwarding_code import Action
from guard_api.numbers.undo import undo_codes
from guard_api.ports import Device

_CALLING = (
    *STRANGERS_OR_UNSEEN,
    Kind.SPOOFED_OFFICIAL_NUMBER,
    Kind.FALSE_IDENTITY,
    Kind.LISTED_NUMBER,
    Kind.IMPOSSIBLE_NUMBER,
)


class Now(StrEnum):
    """What is going on at this moment."""

    CALL = "call"
    SHARE = "share"
    FORWARDING = "forwarding"


_GOING_ON = {
    Now.CALL: _CALLING,
    Now.SHARE: (Kind.SCREEN_SHARED,),
    Now.FORWARDING: (Kind.FORWARDING_ON,),
}


class StepType(StrEnum):
    """What the phone can do for the person."""

    HANG_UP = "hang_up"
    STOP_SCREEN_SHARE = "stop_screen_share"
    DIAL = "dial"
    CALL = "call"


class Purpose(StrEnum):
    """What dialling or calling is for."""

    CANCEL_FORWARDING = "cancel_forwarding"
    VERIFY = "verify"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `dial` carries the code, `call` the number."""

    type: StepType
    value: str = ""
    purpose: Purpose | None = None


def steps(verdict: Verdict, timeline: Sequence[AnyObservation], device: Device, directory: Directory) -> Iterator[Step]:
    """Give what to do, in order: cut the caller off, undo what he had done, then ask somebody real."""
    if verdict.level is Level.NONE:
        return
    serious = verdict.level is not Level.NOTICE
    if serious:
        yield from _undoing(verdict, timeline, device)
    number = verification_number(timeline, verdict, directory)
    if number is not None:
        yield Step(StepType.CALL, number, Purpose.VERIFY)
    report = directory.with_role(Role.REPORT, device.region)
    if serious and report is not None and report.number != number:
        yield Step(StepType.CALL, report.number, Purpose.REPORT)


def _undoing(verdict: Verdict, timeline: Sequence[AnyObservation], device: Device) -> Iterator[Step]:
    now = going_on(verdict)
    if Now.CALL in now:
        yield Step(StepType.HANG_UP)
    if Now.SHARE in now:
        yield Step(StepType.STOP_SCREEN_SHARE)
    for code in undo_for(verdict, timeline, device):
        yield Step(StepType.DIAL, code, Purpose.CANCEL_FORWARDING)


def going_on(verdict: Verdict) -> frozenset[Now]:
    """Say what has not ended yet."""
    scene = verdict.scene
    return frozenset(now for now, kinds in _GOING_ON.items() if any(s.ongoing for s in scene.of(kinds)))


def undo_for(verdict: Verdict, timeline: Sequence[AnyObservation], device: Device) -> tuple[str, ...]:
    """List the codes that switch off what is on; () when nothing is."""
    if Now.FORWARDING not in going_on(verdict):
        return ()
    switched = [o for o in timeline if isinstance(o, ForwardingSeen) and o.action is Action.ENABLE]
    states = dict.fromkeys(state for change in switched for state in change.states)
    newest = max(switched, key=lambda change: change.at)
    return undo_codes(states, device.carrier, device.region, newest.family)


def verification_number(timeline: Sequence[AnyObservation], verdict: Verdict, directory: Directory) -> str | None:
    """Give the real number of whom the caller pretends to be, to be dialled by hand."""
    organization = _pretended(timeline, verdict)
    if organization is None:
        return None
    imitated = {o.official for o in timeline if isinstance(o, CallSeen) and o.organization == organization}
    numbers = [number.number for number in directory.numbers_of(organization)]
    return min(numbers, key=lambda number: (number not in imitated, len(number), number), default=None)


def _pretended(timeline: Sequence[AnyObservation], verdict: Verdict) -> str | None:
    """Name whom the caller pretends to be, or else whom a site does."""
    pretended = verdict.scene.of((Kind.FALSE_IDENTITY, Kind.SPOOFED_OFFICIAL_NUMBER))
    if pretended:
        return pretended[-1].subject
    imitated = {o.domain: o.organization for o in timeline if isinstance(o, LinkSeen) and o.imitated is not None}
    sites = (imitated.get(sign.subject or "") for sign in reversed(verdict.scene.of((Kind.FRAUD_LINK,))))
    return next((organization for organization in sites if organization is not None), None)
