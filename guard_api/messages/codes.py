"""Codes in a message that switch call forwarding on or off, as digits or spelled out."""

import re
from collections.abc import Iterable

from guard_api.numbers.forwarding_code import Action, ForwardingCode, read_forwarding_code

_KEYS = re.compile(r"(?:%2a|星号?键?|米字键?|\b(?:star|asterisk)\b)|(%23|井[字号]?键?|\b(?:hash|pound)\b)|%2b")
_STAR = re.compile(r"[*#星米井]|%2[3a]|star|asterisk")
_BETWEEN_KEYS = re.compile(r"(?<=[*#])[^*#\d]{1,8}(?=[*#\d])|(?<=\d)[^*#\d]{1,8}(?=[*#])")
_CODE = re.compile(r"(?<![0-9*#])[*#]\s{0,2}[*#]?\s{0,2}\d[\d\s*+.()-]{0,60}#?")
_FEWEST_DIGITS = 5
"""Of a number that calls can be sent to, unlike an operator's own short code for a mailbox."""


def forwarding_actions(readable_text: str) -> frozenset[Action]:
    """Tell what the codes in a `readable` text do. Only one that sends calls on to a number counts as one that enables.

    A code with a placeholder for the number is help that explains it, and enables nothing.
    """
    return frozenset(
        code.action for code in _codes(readable_text) if code.action is not Action.ENABLE or _has_number(code)
    )


def _codes(text: str) -> Iterable[ForwardingCode]:
    if not _STAR.search(text):
        return ()
    spelled = _KEYS.sub(_key, text)
    if spelled != text:
        spelled = _BETWEEN_KEYS.sub("", spelled)
    return map(read_forwarding_code, _CODE.findall(spelled))


def _key(spelled: re.Match[str]) -> str:
    if spelled[0] == "%2b":
        return "+"
    return "#" if spelled[1] else "*"


def _has_number(code: ForwardingCode) -> bool:
    return sum(character.isdigit() for character in code.target or "") >= _FEWEST_DIGITS
