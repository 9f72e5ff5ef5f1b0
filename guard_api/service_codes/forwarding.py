"""Dialled text -> ForwardingCode: what it does to incoming calls.

Sources: 3GPP TS 22.030 (MMI codes; grammar as in Android's GsmMmiCode), the published feature codes of CDMA
operators, Chinese fixed lines and Indian operators. The states carry the names of CAMARA's Call Forwarding
Signal API v0.4.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from urllib.parse import unquote

from msgspec import Struct

from guard_api.text.plain import plain, without_scheme

_MAX_CODE = 128
"""Characters of a dialled text that are read; MMI codes are far shorter."""


class Action(StrEnum):
    """What a code asks of the network."""

    ENABLE = "enable"
    DISABLE = "disable"
    QUERY = "query"
    NOT_FORWARDING = "not_forwarding"


class State(StrEnum):
    """When calls are forwarded (CAMARA Call Forwarding Signal API v0.4)."""

    UNCONDITIONAL = "unconditional"
    CONDITIONAL_BUSY = "conditional_busy"
    CONDITIONAL_NO_ANSWER = "conditional_no_answer"
    CONDITIONAL_NOT_REACHABLE = "conditional_not_reachable"


class Family(StrEnum):
    """Whose codes these are; the code that undoes them is of the same family."""

    GSM = "gsm"
    CDMA = "cdma"
    CDMA_NANP = "cdma_nanp"
    FIXED_CN = "fixed_cn"
    REPORT = "report"


class ForwardingCode(Struct, frozen=True):
    """A change of call forwarding. `accepted` is False where a network would refuse the code as dialled."""

    action: Action
    states: tuple[State, ...] = ()
    target: str | None = None
    accepted: bool = True
    family: Family = Family.GSM


NOT_FORWARDING = ForwardingCode(Action.NOT_FORWARDING)

_BUSY = (State.CONDITIONAL_BUSY,)
_NO_ANSWER = (State.CONDITIONAL_NO_ANSWER,)
_NOT_REACHABLE = (State.CONDITIONAL_NOT_REACHABLE,)
_UNCONDITIONAL = (State.UNCONDITIONAL,)
_CONDITIONAL = _BUSY + _NO_ANSWER + _NOT_REACHABLE

_SERVICES: Mapping[str, tuple[State, ...]] = {
    "21": _UNCONDITIONAL,
    "67": _BUSY,
    "61": _NO_ANSWER,
    "62": _NOT_REACHABLE,
    "004": _CONDITIONAL,
    "002": _UNCONDITIONAL + _CONDITIONAL,
}
_PROCEDURES = {
    "**": Action.ENABLE,
    "*": Action.ENABLE,
    "#": Action.DISABLE,
    "##": Action.DISABLE,
    "*#": Action.QUERY,
}
_CDMA: Mapping[str, tuple[State, ...]] = {"72": _UNCONDITIONAL, "90": _BUSY, "92": _NO_ANSWER, "68": _NOT_REACHABLE}
_FIXED_CN: Mapping[str, tuple[State, ...]] = {"57": _UNCONDITIONAL, "40": _BUSY, "41": _NO_ANSWER}

_SERVICE = r"(?P<service>21|67|61|62|004|002)"
_PARAMETERS = r"(?:\*(?P<target>[^*#]*)(?:\*[^*#]*)?(?:\*(?P<timer>[^*#]*))?(?:\*[^*#]*)?)?"
_MMI = re.compile(rf"(?P<procedure>\*\*|\*#|##|\*|#){_SERVICE}{_PARAMETERS}(?P<end>#?)(?P<rest>.*)", re.DOTALL)
_CDMA_ON = re.compile(r"\*(?P<service>72|90|92|68)(?:(?P<target>\+?\d{3,})#?)?\Z")
_CDMA_OFF = re.compile(r"\*(?P<service>72|90|92|68)0\Z")
_NANP_CONDITIONAL = re.compile(r"\*71(?:(?P<target>\+?\d{3,})#?)?\Z")
_FIXED_CN_CODE = re.compile(r"(?P<procedure>\*#|\*|#)(?P<service>57|40|41)(?:\*(?P<target>\+?\d{3,}))?(?P<end>#?)\Z")
_INDIA = re.compile(r"\*401\*(?P<target>\+?\d{3,})#?\Z")
_INSIDE_TEXT = re.compile(
    r"(?<![\d*#])\d*(?P<code>(?:\*\*|\*#|##|\*|#)(?:21|67|61|62|004|002)(?:\*[^*#]{0,40}){0,4}#"
    r"|\*(?:57|40|41|401)\*\+?\d{3,}#?|(?<!\d)(?:\*7[12]\+?\d{5,}|\*(?:90|92|68)\+?\d{7,}))",
)
_STATES = tuple(State)
_SPACING = re.compile(r"[\s\-./()]+")


def read_forwarding_code(dialled: object) -> ForwardingCode:
    """Read what was dialled: a bare code, a `tel:` URI, or a code inside a text. Never raises.

    Other codes of the same shape (`*#06#`, `*31#`, `*43#`) and junk are `not_forwarding`.
    """
    text = plain(dialled, _MAX_CODE)
    code = _SPACING.sub("", without_scheme(text))
    if "%" in code:
        code = _SPACING.sub("", plain(unquote(code), _MAX_CODE))
    read = _read_bare(code)
    if read is not None:
        return read
    inside = _INSIDE_TEXT.search(code)
    return (_read_bare(inside["code"]) if inside else None) or NOT_FORWARDING


def _read_bare(code: str) -> ForwardingCode | None:
    for reader in _READERS:
        read = reader(code)
        if read is not None:
            return read
    return None


def _read_mmi(code: str) -> ForwardingCode | None:
    found = _MMI.match(code)
    if found is None:
        return None
    action = _PROCEDURES[found["procedure"]]
    complete = bool(found["end"])
    if not complete and (found["rest"] or not found["target"]):
        return None
    timer = found["timer"]
    accepted = complete and not found["rest"] and (not timer or timer.isdigit())
    target = found["target"] or None
    return ForwardingCode(
        action, _SERVICES[found["service"]], target if action is Action.ENABLE else None, accepted=accepted
    )


def _read_cdma(code: str) -> ForwardingCode | None:
    if code == "*73":
        return ForwardingCode(Action.DISABLE, _UNCONDITIONAL, family=Family.CDMA_NANP)
    if off := _CDMA_OFF.match(code):
        return ForwardingCode(Action.DISABLE, _CDMA[off["service"]], family=Family.CDMA)
    if on := _CDMA_ON.match(code):
        return ForwardingCode(Action.ENABLE, _CDMA[on["service"]], on["target"], family=Family.CDMA)
    if on := _NANP_CONDITIONAL.match(code):
        return ForwardingCode(Action.ENABLE, _BUSY + _NO_ANSWER, on["target"], family=Family.CDMA_NANP)
    return None


def _read_fixed_cn(code: str) -> ForwardingCode | None:
    found = _FIXED_CN_CODE.match(code)
    if found is None:
        return None
    action = _PROCEDURES[found["procedure"]]
    if (action is Action.ENABLE) != bool(found["target"]):
        return None
    states = _FIXED_CN[found["service"]]
    return ForwardingCode(action, states, found["target"], accepted=bool(found["end"]), family=Family.FIXED_CN)


def _read_india(code: str) -> ForwardingCode | None:
    found = _INDIA.match(code)
    return ForwardingCode(Action.ENABLE, _UNCONDITIONAL, found["target"]) if found else None


_READERS: Sequence[Callable[[str], ForwardingCode | None]] = (_read_mmi, _read_cdma, _read_fixed_cn, _read_india)


def read_reported_state(
    *, enabled: bool | None, states: Sequence[object] | None, target: object = None
) -> ForwardingCode:
    """Read what the phone itself reports. Without states it means unconditional voice, all that Android tells.

    An `enabled` of None is unknown and reads as a query: nothing is learnt from it.
    """
    known = (tuple(state for state in _STATES if state in states) if states else ()) or _UNCONDITIONAL
    if enabled is None:
        return ForwardingCode(Action.QUERY, known, family=Family.REPORT)
    if not enabled:
        return ForwardingCode(Action.DISABLE, known, family=Family.REPORT)
    return ForwardingCode(Action.ENABLE, known, plain(target) or None, family=Family.REPORT)
