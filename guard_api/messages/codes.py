"""Codes in a message that switch call forwarding on or off, as digits or spelled out."""

import re
from collections.abc import Iterable

from guard_api.service_codes.forwarding import Action, ForwardingCode, read_forwarding_code

_KEYS = re.compile(r"(?:%2a|星(?!期)号?键?|米字键?|\b(?:star|asterisk)\b)|(%23|井[字号]?键?|\b(?:hash|pound)\b)|%2b")
_SIGNS = ("*", "#", "星", "米", "井", "%23", "%2a", "star", "asterisk")
"""One of these is in every code. Looked for one by one, they take a third of the time that one expression takes."""
_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = {"twenty": "2", "sixty": "6", "seventy": "7", "ninety": "9"}
_DIGITS = {name: str(digit) for digit, name in enumerate(_NAMES)} | _TENS
_SPELLED = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b")
_NUMERALS = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
_BETWEEN_KEYS = re.compile(r"(?<=[*#])[^*#\d]{1,8}(?=[*#\d])|(?<=\d)[^*#\d]{1,8}(?=[*#])")
_JOINED = re.compile(r"(\*(?:7[12]|9[02]|68|57\*|21\*|401\*))[^\d*#+]{1,14}(?=\+?\d{3})")
"""What is said between a code and its number: "*72, then 13800138000"."""
_MINE = re.compile(
    r"\*{1,2}(?:21|67|61|62|002|004|401|72)\*?[^\d*#]{0,9}(?:我[的给发工]|(?:and )?(?:then )?my number|number i )"
)
"""A code that is to be followed by the number of who speaks."""
_SOME_CODE = "*72 00000000000 "
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .,，、-]{1,2}(?=\d)")
_CODE = re.compile(r"(?<![0-9*#])[*#]\s{0,2}[*#]?\s{0,2}\d[\d\s*+.()-]{0,60}#?")
_FEWEST_DIGITS = 5
"""Of a number that calls can be sent to, unlike an operator's own short code for a mailbox."""


def forwarding_actions(readable_text: str) -> frozenset[Action]:
    """Return what the codes in a `readable` text do. Only one that sends calls on to a number enables.

    A code with a placeholder for the number is help that explains it, and enables nothing.
    """
    return frozenset(
        code.action for code in _codes(readable_text) if code.action is not Action.ENABLE or _has_number(code)
    )


def _codes(text: str) -> Iterable[ForwardingCode]:
    if not any(map(text.__contains__, _SIGNS)):
        return ()
    plainly = _CODE.findall(text)
    spelled = _KEYS.sub(_key, text)
    if spelled != text:
        spelled = _SPELLED.sub(_digit, spelled).translate(_NUMERALS)
        spelled = _BETWEEN_DIGITS.sub("", _BETWEEN_KEYS.sub("", spelled))
    spelled = _MINE.sub(_SOME_CODE, _JOINED.sub(r"\1", spelled))
    return map(read_forwarding_code, {*plainly, *_CODE.findall(spelled)})


def _key(spelled: re.Match[str]) -> str:
    if spelled[0] == "%2b":
        return "+"
    return "#" if spelled[1] else "*"


def _digit(spelled: re.Match[str]) -> str:
    return _DIGITS[spelled[0]]


def _has_number(code: ForwardingCode) -> bool:
    return sum(character.isdigit() for character in code.target or "") >= _FEWEST_DIGITS
