"""What to do now, as steps that a phone can offer as buttons, the first first."""

from enum import StrEnum
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from guard_api.engine.decision import Decision, Forwarded, Ongoing, Pretence
from guard_api.engine.policy import Level
from guard_api.numbers.directory import Directory, Role
from guard_api.ports import Device
from guard_api.service_codes.deactivation import deactivation_codes


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


_deactivation_codes = lru_cache(maxsize=256)(deactivation_codes)
"""There are few networks and ways to forward: 0.3 us instead of 2.4."""
_CUT_OFF = (
    (Ongoing.CALL, Step(StepType.HANG_UP)),
    (Ongoing.SHARE, Step(StepType.STOP_SCREEN_SHARE)),
)


class Situation(Struct, frozen=True):
    """What goes on now, and what helps: found once for each verdict, for its buttons and its words.

    `codes` switch off the forwarding that is on. `verify` is the real number of whom the caller pretends to be, to be
    dialled by hand; `report` takes reports of fraud in the phone's region.
    """

    ongoing: frozenset[Ongoing]
    codes: tuple[str, ...]
    verify: str | None
    report: str | None


def situation_of(decision: Decision, device: Device, directory: Directory) -> Situation:
    """Find what helps against what goes on."""
    facts = decision.facts
    report = directory.with_role(Role.REPORT, device.region)
    return Situation(
        facts.ongoing,
        _codes_to_dial(facts.forwarded, device) if facts.forwarded is not None else (),
        _verification_number(facts.pretence, directory) if facts.pretence is not None else None,
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
    cut = [step for ongoing, step in _CUT_OFF if ongoing in situation.ongoing]
    return cut + [Step(StepType.DIAL, code, Purpose.CANCEL_FORWARDING) for code in situation.codes]


def _codes_to_dial(forwarded: Forwarded, device: Device) -> tuple[str, ...]:
    """Return what undoes all that was switched on, the newest first."""
    held = forwarded.by_family.items()
    codes = [_deactivation_codes(states, device.carrier, device.region, family) for family, states in held]
    return tuple(dict.fromkeys(chain.from_iterable(codes)))


def _verification_number(pretence: Pretence, directory: Directory) -> str | None:
    numbers = [number.number for number in directory.numbers_of(pretence.organization)]
    plainest = [number for number in numbers if number in pretence.numbers] or numbers
    return min(plainest, key=_shortest, default=None)


def _shortest(number: str) -> tuple[int, str]:
    return len(number), number
