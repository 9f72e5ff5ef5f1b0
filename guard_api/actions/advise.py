"""What to do now, as steps that a phone can offer as buttons, the first first."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from guard_api.actions.check_call import Checked
from guard_api.engine.observations import CallSeen, ForwardingSeen, LinkSeen
from guard_api.engine.signals import STRANGERS_OR_UNSEEN, Kind, Scene
from guard_api.engine.verdict import Level
from guard_api.numbers.directory import Role
from guard_api.numbers.forwarding_code import Action, Family, State
from guard_api.numbers.undo import undo_codes

_CALLING = (
    *STRANGERS_OR_UNSEEN,
    Kind.SPOOFED_OFFICIAL_NUMBER,
    Kind.FALSE_IDENTITY,
    Kind.LISTED_NUMBER,
    Kind.IMPOSSIBLE_NUMBER,
)
_PRETENDING = (Kind.FALSE_IDENTITY, Kind.SPOOFED_OFFICIAL_NUMBER)


class Now(StrEnum):
    """What is going on at this moment."""

    CALL = "call"
    SHARE = "share"
    FORWARDING = "forwarding"


_GOING_ON = {
    **dict.fromkeys(_CALLING, Now.CALL),
    Kind.SCREEN_SHARED: Now.SHARE,
    Kind.FORWARDING_ON: Now.FORWARDING,
}
_LASTING = tuple(_GOING_ON)


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


class Step(Struct, frozen=True):
    """One thing to do; `dial` carries the code, `call` the number."""

    type: StepType
    value: str = ""
    purpose: Purpose | None = None


_undo_codes = lru_cache(maxsize=256)(undo_codes)
"""There are few networks and ways to forward: 0.3 us instead of 2.4."""
_CUT_OFF = (
    (Now.CALL, Step(StepType.HANG_UP)),
    (Now.SHARE, Step(StepType.STOP_SCREEN_SHARE)),
)


class Situation(Struct, frozen=True):
    """What goes on now, and what helps: found once for each verdict, for its buttons and its words.

    `codes` switch off the forwarding that is on. `verify` is the real number of whom the caller pretends to be, to be
    dialled by hand; `report` takes reports of fraud in the phone's region.
    """

    now: frozenset[Now]
    codes: tuple[str, ...]
    verify: str | None
    report: str | None


def situation_of(checked: Checked) -> Situation:
    """Find what goes on and what helps against it."""
    now = _going_on(checked.verdict.scene)
    report = checked.reference.directory.with_role(Role.REPORT, checked.device.region)
    return Situation(
        now,
        _codes_to_dial(checked) if Now.FORWARDING in now else (),
        _verification_number(checked),
        report.number if report is not None else None,
    )


def steps(situation: Situation, level: Level) -> list[Step]:
    """Give what to do, in order: cut the caller off, undo what he had done, then ask somebody real."""
    serious = level is not Level.NOTICE
    to_do = _undoing(situation) if serious else []
    if situation.verify is not None:
        to_do.append(Step(StepType.CALL, situation.verify, Purpose.VERIFY))
    if serious and situation.report is not None and situation.report != situation.verify:
        to_do.append(Step(StepType.CALL, situation.report, Purpose.REPORT))
    return to_do


def _undoing(situation: Situation) -> list[Step]:
    cut = [step for now, step in _CUT_OFF if now in situation.now]
    return cut + [Step(StepType.DIAL, code, Purpose.CANCEL_FORWARDING) for code in situation.codes]


def _going_on(scene: Scene) -> frozenset[Now]:
    """Say what has not ended yet."""
    return frozenset([_GOING_ON[signal.kind] for signal in scene.of(_LASTING) if signal.ongoing])


def _codes_to_dial(checked: Checked) -> tuple[str, ...]:
    """Give what undoes all that was switched on, the newest first; reports do not say whose codes did it."""
    switched = [o for o in checked.timeline if isinstance(o, ForwardingSeen) and o.action is Action.ENABLE]
    switched.sort(key=_dialled_last)
    states: dict[Family, dict[State, None]] = {}
    for change in reversed(switched):
        states.setdefault(change.family, {}).update(dict.fromkeys(change.states))
    device = checked.device
    codes = [_undo_codes(tuple(held), device.carrier, device.region, family) for family, held in states.items()]
    return tuple(dict.fromkeys(chain.from_iterable(codes)))


def _dialled_last(change: ForwardingSeen) -> tuple[bool, datetime]:
    return change.dialled, change.at


def _verification_number(checked: Checked) -> str | None:
    organization = _pretended(checked)
    if organization is None:
        return None
    imitated = {o.official for o in checked.timeline if isinstance(o, CallSeen) and o.organization == organization}
    numbers = [number.number for number in checked.reference.directory.numbers_of(organization)]
    plainest = [number for number in numbers if number in imitated] or numbers
    return min(plainest, key=_shortest, default=None)


def _shortest(number: str) -> tuple[int, str]:
    return len(number), number


def _pretended(checked: Checked) -> str | None:
    """Name whom the caller pretends to be, or else whom a site does."""
    scene = checked.verdict.scene
    pretended = scene.of(_PRETENDING)
    if pretended:
        return pretended[-1].subject
    signs = scene.of((Kind.FRAUD_LINK,))
    if not signs:
        return None
    seen = [o for o in checked.timeline if isinstance(o, LinkSeen)]
    imitated = {link.domain: link.organization for link in seen if link.imitated is not None}
    sites = (imitated.get(sign.subject or "") for sign in reversed(signs))
    return next((organization for organization in sites if organization is not None), None)
