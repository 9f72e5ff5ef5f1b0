"""Dialled text -> ForwardingCode: what it does to incoming calls.

Sources: 3GPP TS 22.030 (MMI codes; grammar as in Android's GsmMmiCode), the published feature codes of CDMA
operators, Chinese fixed lines and Jio of India. The states carry the names of CAMARA's Call Forwarding Signal
API v0.4.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from guard_api.service_codes.dialled import bare
from guard_api.text.plain import plain


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
    JIO = "jio"
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
_ALL = _UNCONDITIONAL + _CONDITIONAL

_SERVICES: Mapping[str, tuple[State, ...]] = {
    "21": _UNCONDITIONAL,
    "67": _BUSY,
    "61": _NO_ANSWER,
    "62": _NOT_REACHABLE,
    "004": _CONDITIONAL,
    "002": _ALL,
}
_VOICE_GROUPS = frozenset({"", "10", "11", "19", "26"})
"""Groups of services that telephony is one of (TS 22.030, Annex C); a code that names none means all."""
_OTHER_GROUPS = frozenset(
    {
        "12",
        "13",
        "16",
        "17",
        "18",
        "20",
        "21",
        "22",
        "24",
        "25",
        "99",
        *map(str, range(50, 66)),
        *map(str, range(70, 86)),
    }
)
"""Groups without telephony: fax, text messages, group calls, data, and what single operators have made up."""
_PROCEDURES = {
    "**": Action.ENABLE,
    "*": Action.ENABLE,
    "#": Action.DISABLE,
    "##": Action.DISABLE,
    "*#": Action.QUERY,
}
_CDMA: Mapping[str, tuple[State, ...]] = {"72": _UNCONDITIONAL, "90": _BUSY, "92": _NO_ANSWER, "68": _NOT_REACHABLE}
_NANP_OFF: Mapping[str, tuple[State, ...]] = {"73": _ALL, "730": _ALL, "91": _BUSY, "93": _NO_ANSWER}
"""North America's codes that cancel: `*73` whatever was set there, `*91` what `*90` set, `*93` what `*92` set."""
_FIXED_CN: Mapping[str, tuple[State, ...]] = {"57": _UNCONDITIONAL, "40": _BUSY, "41": _NO_ANSWER}
_JIO_ON: Mapping[str, tuple[State, ...]] = {
    "401": _UNCONDITIONAL,
    "403": _NO_ANSWER,
    "405": _BUSY,
    "409": _NOT_REACHABLE,
}
_JIO_OFF: Mapping[str, tuple[State, ...]] = {
    "402": _UNCONDITIONAL,
    "404": _NO_ANSWER,
    "406": _BUSY,
    "410": _NOT_REACHABLE,
    "413": _ALL,
}

_SERVICE = r"(?P<service>21|67|61|62|004|002)"
_PARAMETERS = r"(?:\*(?P<target>[^*#]*)(?:\*(?P<group>[^*#]*))?(?:\*(?P<timer>[^*#]*))?(?:\*[^*#]*)?)?"
_MMI = re.compile(rf"(?P<procedure>\*\*|\*#|##|\*|#){_SERVICE}{_PARAMETERS}(?P<end>#?)(?P<rest>.*)", re.DOTALL)
_CDMA_ON = re.compile(r"\*(?P<service>72|90|92|68)(?:(?P<target>\+?\d{3,})#?)?\Z")
_CDMA_OFF = re.compile(r"\*(?P<service>72|90|92|68)0\Z")
_NANP_OFF_CODE = re.compile(r"\*(?P<service>730?|91|93)\Z")
_NANP_CONDITIONAL = re.compile(r"\*71(?:(?P<target>\+?\d{3,})#?)?\Z")
_FIXED_CN_CODE = re.compile(r"(?P<procedure>\*#|\*|#)(?P<service>57|40|41)(?:\*(?P<target>\+?\d{3,}))?(?P<end>#?)\Z")
_JIO_ON_CODE = re.compile(r"\*(?P<service>40[1359])[*#](?P<target>\+?\d{3,})#?\Z")
"""With a `#` instead of the second `*`, too: so India's authorities tell of it."""
_JIO_OFF_CODE = re.compile(r"\*(?P<service>40[246]|41[03])\Z")
_INSIDE_TEXT = re.compile(
    r"(?<![\d*#])\d*(?P<code>(?:\*\*|\*#|##|\*|#)(?:21|67|61|62|004|002)(?:\*[^*#]{0,40}){0,4}#"
    r"|\*(?:57|40|41)\*\+?\d{3,}#?|\*40[1359][*#]\+?\d{3,}#?|(?<!\d)(?:\*7[12]\+?\d{5,}|\*(?:90|92|68)\+?\d{7,}))",
)
_STATES = tuple(State)


def read_forwarding_code(dialled: object) -> ForwardingCode:
    """Read what was dialled: a bare code, a `tel:` URI, or a code inside a text. Never raises.

    Other codes of the same shape (`*#06#`, `*31#`, `*43#`), codes for other services than voice, and junk are
    `not_forwarding`.
    """
    code = bare(dialled)
    read = _read_bare(code)
    if read is not None:
        return read
    inside = _INSIDE_TEXT.search(code)
    return (_read_bare(inside["code"]) if inside else None) or NOT_FORWARDING


def is_for_voice(group: str | None) -> bool | None:
    """Whether a code for this group of services is about calls; None: there is no such group."""
    named = (group or "").lstrip("0")
    if named in _OTHER_GROUPS:
        return False
    return True if named in _VOICE_GROUPS else None


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
    voice, timer = is_for_voice(found["group"]), found["timer"]
    if voice is False:
        return NOT_FORWARDING
    accepted = complete and not found["rest"] and (not timer or timer.isdigit()) and voice is True
    target = found["target"] or None
    return ForwardingCode(
        action, _SERVICES[found["service"]], target if action is Action.ENABLE else None, accepted=accepted
    )


def _read_cdma(code: str) -> ForwardingCode | None:
    if off := _NANP_OFF_CODE.match(code):
        return ForwardingCode(Action.DISABLE, _NANP_OFF[off["service"]], family=Family.CDMA_NANP)
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


def _read_jio(code: str) -> ForwardingCode | None:
    if on := _JIO_ON_CODE.match(code):
        return ForwardingCode(Action.ENABLE, _JIO_ON[on["service"]], on["target"], family=Family.JIO)
    off = _JIO_OFF_CODE.match(code)
    return ForwardingCode(Action.DISABLE, _JIO_OFF[off["service"]], family=Family.JIO) if off else None


_READERS: Sequence[Callable[[str], ForwardingCode | None]] = (_read_mmi, _read_cdma, _read_fixed_cn, _read_jio)


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
