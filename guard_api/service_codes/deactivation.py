"""The code that undoes call forwarding, for the network that the phone is in."""

from collections.abc import Iterable, Iterator

from guard_api.service_codes.forwarding import Family, State
from guard_api.text.plain import plain

ALL_GSM = "##002#"
"""Erases all call forwarding (3GPP TS 22.030)."""
_CDMA = {
    State.UNCONDITIONAL: "*720",
    State.CONDITIONAL_BUSY: "*900",
    State.CONDITIONAL_NO_ANSWER: "*920",
    State.CONDITIONAL_NOT_REACHABLE: "*680",
}
_FIXED_CN = {
    State.UNCONDITIONAL: "#57#",
    State.CONDITIONAL_BUSY: "#40#",
    State.CONDITIONAL_NO_ANSWER: "#41#",
}
_NANP = "*73"
_CARRIERS = {
    Family.GSM: {"chinamobile", "cmcc", "中国移动", "chinaunicom", "cucc", "中国联通", "chinabroadnet", "中国广电"},
    Family.CDMA: {"chinatelecom", "ctcc", "chnct", "中国电信"},
    Family.CDMA_NANP: {"verizon", "verizonwireless", "uscellular"},
    Family.FIXED_CN: {"chinafixedline", "fixedline", "固定电话"},
}
_FAMILIES = {name: family for family, names in _CARRIERS.items() for name in names}
_ALSO_CDMA = {"CN": Family.CDMA, "US": Family.CDMA_NANP, "CA": Family.CDMA_NANP}
"""Where networks that never spoke GSM codes are still about, by region."""


def deactivation_codes(
    states: Iterable[State], carrier: str | None, region: str, dialled: Family | None = None
) -> tuple[str, ...]:
    """List the codes to dial, the likeliest first; both kinds where the carrier is unknown.

    `dialled` is the family of the code that switched forwarding on: its network understands the same family.
    """
    known = _family_of(carrier)
    families = [known] if known is not None else [Family.GSM, *_also(region)]
    if dialled is Family.CDMA:
        dialled = _ALSO_CDMA.get(region, dialled)
    if dialled in {Family.CDMA, Family.CDMA_NANP, Family.FIXED_CN}:
        families.insert(0, dialled)
    held = tuple(states) or (State.UNCONDITIONAL,)
    return tuple(dict.fromkeys(code for family in families for code in _codes(family, held)))


def _codes(family: Family, states: Iterable[State]) -> Iterator[str]:
    if family is Family.CDMA_NANP:
        yield _NANP
    elif family is Family.GSM:
        yield ALL_GSM
    else:
        codes = _CDMA if family is Family.CDMA else _FIXED_CN
        yield from [codes[state] for state in states if state in codes] or codes.values()


def _also(region: str) -> Iterator[Family]:
    if region in _ALSO_CDMA:
        yield _ALSO_CDMA[region]


def _family_of(carrier: str | None) -> Family | None:
    name = "".join(character for character in plain(carrier).casefold() if character.isalnum())
    return _FAMILIES.get(name)
