"""What to do now, as steps that a phone can offer as buttons: the first does what the first sentence says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain

from msgspec import Struct

from guard_api.actions.checks.advice.situation import Situation
from guard_api.engine.decision import Ongoing
from guard_api.engine.policy import Level


class StepType(StrEnum):
    """What the phone can do for the person."""

    HANG_UP = "hang_up"
    DO_NOT_ANSWER = "do_not_answer"
    LOCK_SCREEN = "lock_screen"
    LEAVE_MEETING = "leave_meeting"
    STOP_SCREEN_SHARE = "stop_screen_share"
    POWER_OFF = "power_off"
    DIAL = "dial"
    CALL = "call"


class Purpose(StrEnum):
    """What dialling or calling is for."""

    CANCEL_FORWARDING = "cancel_forwarding"
    BANK = "bank"
    EMERGENCY = "emergency"
    OPERATOR = "operator"
    VERIFY = "verify"
    REPORT = "report"


class Step(Struct, frozen=True):
    """One thing to do; `dial` carries the code, `call` the number."""

    type: StepType
    value: str = ""
    purpose: Purpose | None = None


_DEEDS: Mapping[str, StepType] = {
    "hang_up": StepType.HANG_UP,
    "take_time": StepType.HANG_UP,
    "do_not_answer": StepType.DO_NOT_ANSWER,
    "lock_screen": StepType.LOCK_SCREEN,
    "leave_meeting": StepType.STOP_SCREEN_SHARE,
    "stop_share": StepType.STOP_SCREEN_SHARE,
    "power_off": StepType.POWER_OFF,
}
_CALLS: Mapping[str, Sequence[Purpose]] = {
    "call_bank": (Purpose.BANK,),
    "call_emergency": (Purpose.EMERGENCY,),
    "call_report": (Purpose.REPORT,),
    "call_police": (Purpose.EMERGENCY, Purpose.REPORT),
    "verify_yourself": (Purpose.VERIFY,),
    "cancel_forwarding.operator": (Purpose.OPERATOR,),
}
_NUMBERS: Mapping[Purpose, str] = {
    Purpose.BANK: "bank_number",
    Purpose.EMERGENCY: "emergency",
    Purpose.OPERATOR: "operator",
    Purpose.VERIFY: "verify",
    Purpose.REPORT: "report",
}
"""Whom to call, by the field of a situation."""
_QUIET = frozenset({"do_not_answer", "cancel_forwarding", "verify_yourself"})
"""All that a notice offers beside what its first sentence says."""
_DIALS = frozenset({"cancel_forwarding", "clicked_code_link"})
_ALSO: Mapping[Level, Sequence[str]] = {
    Level.NOTICE: ("verify_yourself",),
    Level.WARNING: ("hang_up", "stop_share", "cancel_forwarding", "verify_yourself", "call_report"),
    Level.CRITICAL: (
        "hang_up",
        "stop_share",
        "cancel_forwarding",
        "call_bank",
        "call_emergency",
        "call_report",
        "verify_yourself",
    ),
}
"""Buttons behind those of the plan. While money leaves, bank and police come before whoever is imitated."""
_ONLY_WHILE: Mapping[str, Ongoing] = {
    "hang_up": Ongoing.CALL,
    "stop_share": Ongoing.SHARE,
    "cancel_forwarding": Ongoing.FORWARDING,
}
_LAST: Mapping[Level, frozenset[str]] = {
    Level.NOTICE: frozenset(),
    Level.WARNING: frozenset(),
    Level.CRITICAL: frozenset({"verify_yourself"}),
}
_OTHER_PHONE = frozenset({"calls_barred", "rights_gained"})
"""Signs that nobody else can be called from this phone, or only somebody else than was dialled."""


def steps(situation: Situation, level: Level) -> list[Step]:
    """Return what to do, in order: the first is what the first sentence says, if a phone can do that."""
    plan, signs = situation.plan, situation.signs
    also = [p for p in _ALSO[level] if p not in plan.never and (p not in _ONLY_WHILE or _ONLY_WHILE[p] in signs)]
    first = [piece for piece in plan.pieces if piece not in also or piece not in _LAST[level]]
    to_do = _each_once(chain.from_iterable(_steps_of(piece, situation, level) for piece in (*first, *also)))
    if signs.isdisjoint(_OTHER_PHONE):
        return list(to_do)
    return [step for step in to_do if step.purpose in {None, Purpose.EMERGENCY}]


def _steps_of(piece: str, situation: Situation, level: Level) -> Iterator[Step]:
    if level is Level.NOTICE and piece not in _QUIET and piece != situation.plan.pieces[0]:
        return
    if piece == "leave_meeting" and piece == situation.plan.pieces[0]:
        yield Step(StepType.LEAVE_MEETING)
    if piece in _DEEDS:
        yield Step(_DEEDS[piece])
    if piece in _DIALS:
        yield from (Step(StepType.DIAL, code, Purpose.CANCEL_FORWARDING) for code in situation.codes)
    for purpose in _CALLS.get(piece, ()):
        number = getattr(situation, _NUMBERS[purpose])
        if number is not None:
            yield Step(StepType.CALL, number, purpose)


def _each_once(to_do: Iterable[Step]) -> Iterator[Step]:
    """Leave out what was said before: whoever is pretended to be may be who takes reports."""
    done: set[tuple[StepType, str]] = set()
    for step in to_do:
        if (step.type, step.value) not in done:
            done.add((step.type, step.value))
            yield step
