"""The code that undoes call forwarding, for the network that the phone is in."""

from collections.abc import Iterable, Iterator, Mapping

from guard_api.service_codes.forwarding import Family, State
from guard_api.text.plain import plain

ALL_GSM = "##002#"
"""Erases all call forwarding (3GPP TS 22.030)."""
_NANP = "*73"
_CODES: Mapping[Family, Mapping[State, str]] = {
    Family.GSM: dict.fromkeys(State, ALL_GSM),
    Family.CDMA: {
        State.UNCONDITIONAL: "*720",
        State.CONDITIONAL_BUSY: "*900",
        State.CONDITIONAL_NO_ANSWER: "*920",
        State.CONDITIONAL_NOT_REACHABLE: "*680",
    },
    Family.CDMA_NANP: dict.fromkeys(State, _NANP),
    Family.FIXED_CN: {
        State.UNCONDITIONAL: "#57#",
        State.CONDITIONAL_BUSY: "#40#",
        State.CONDITIONAL_NO_ANSWER: "#41#",
    },
    Family.JIO: {
        State.UNCONDITIONAL: "*402",
        State.CONDITIONAL_BUSY: "*406",
        State.CONDITIONAL_NO_ANSWER: "*404",
        State.CONDITIONAL_NOT_REACHABLE: "*410",
    },
}
_CARRIERS = {
    Family.GSM: {"chinamobile", "cmcc", "中国移动", "chinaunicom", "cucc", "中国联通", "chinabroadnet", "中国广电"},
    Family.CDMA: {"chinatelecom", "ctcc", "chnct", "中国电信"},
    Family.CDMA_NANP: {"verizon", "verizonwireless", "uscellular"},
    Family.FIXED_CN: {"chinafixedline", "fixedline", "固定电话"},
    Family.JIO: {"jio", "reliancejio", "jio4g", "jiotrue5g"},
}
_FAMILIES = {name: family for family, names in _CARRIERS.items() for name in names}
_NORTH_AMERICA = ("US", "CA", "PR", "VI", "GU", "AS", "MP")
_ALSO_CDMA = {"CN": Family.CDMA, **dict.fromkeys(_NORTH_AMERICA, Family.CDMA_NANP)}
"""Where networks that never spoke GSM codes are still about, by region."""


def family_in(region: str, family: Family) -> Family:
    """Say whose a code is in this region: `*72` is dialled in China and in North America, and undone differently."""
    return _ALSO_CDMA.get(region, family) if family is Family.CDMA else family


def undoes(code: Family, held: Family) -> bool:
    """Say whether a code of one family undoes what one of the other has set.

    Networks know their own codes only, so `*73` is nothing to a GSM network. A report tells of the network itself;
    and what only a report has told of may have been set by codes of any family.
    """
    return code is held or Family.REPORT in (code, held)


def deactivation_codes(
    states: Iterable[State], carrier: str | None, region: str, dialled: Family | None = None
) -> tuple[str, ...]:
    """List the codes to dial, the likeliest first; both kinds where the carrier is unknown.

    `dialled` is the family of the code that switched forwarding on: its network understands the same family.
    """
    known = _family_of(carrier)
    families = [known] if known is not None else [Family.GSM, *_also(region)]
    if dialled is not None and dialled is not Family.REPORT:
        families.insert(0, family_in(region, dialled))
    held = tuple(states) or (State.UNCONDITIONAL,)
    return tuple(dict.fromkeys(code for family in families for code in _codes(family, held)))


def _codes(family: Family, states: Iterable[State]) -> Iterable[str]:
    """Give the family's codes for these states. What it cannot set, as a fixed line is never out of reach, GSM did."""
    codes = _CODES[family]
    return [codes[state] for state in states if state in codes] or [ALL_GSM]


def _also(region: str) -> Iterator[Family]:
    if region in _ALSO_CDMA:
        yield _ALSO_CDMA[region]


def _family_of(carrier: str | None) -> Family | None:
    name = "".join(character for character in plain(carrier).casefold() if character.isalnum())
    return _FAMILIES.get(name)
