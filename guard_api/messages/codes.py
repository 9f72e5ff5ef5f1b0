"""Codes in a message that switch call forwarding on or off, as digits or spelled out."""

import re
from collections.abc import Iterable

from guard_api.messages.folding import MAX_MESSAGE
from guard_api.numbers.forwarding_code import Action, ForwardingCode, read_forwarding_code
from guard_api.numbers.plain import plain

_KEYS = re.compile(
    r"(?:%2a|星[号號]?键?|米字[键鍵]?|\b(?:star|asterisk)\b)|(%23|井[字号號]?[键鍵]?|\b(?:hash|pound)\b)|%2b"
)
_BETWEEN_KEYS = re.compile(r"(?<=[*#])[^*#\d]{1,8}(?=[*#\d])|(?<=\d)[^*#\d]{1,8}(?=[*#])")
_CODE = re.compile(r"(?<![0-9*#])[*#]\s{0,2}[*#]?\s{0,2}\d[\d\s*+.()-]{0,60}#?")
_FEWEST_DIGITS = 5
"""Of a number that calls can be sent to, unlike an operator's own short code for a mailbox."""


def forwarding_actions(text: object) -> frozenset[Action]:
    """Tell what the codes in a text do. Only a code that sends calls on to a number counts as one that enables.

    A code with a placeholder for the number is help that explains it, and enables nothing.
    """
    return frozenset(code.action for code in _codes(text) if code.action is not Action.ENABLE or _has_number(code))


def _codes(text: object) -> Iterable[ForwardingCode]:
    readable = plain(text, MAX_MESSAGE).casefold()
    spelled = _KEYS.sub(_key, readable)
    if spelled != readable:
        spelled = _BETWEEN_KEYS.sub("", spelled)
    return map(read_forwarding_code, _CODE.findall(spelled))


def _key(spelled: re.Match[str]) -> str:
    if spelled[0] == "%2b":
        return "+"
    return "#" if spelled[1] else "*"


def _has_number(code: ForwardingCode) -> bool:
    return sum(character.isdigit() for character in code.target or "") >= _FEWEST_DIGITS
