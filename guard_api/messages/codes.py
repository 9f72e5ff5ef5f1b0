"""Codes inside a message that switch call forwarding on."""

import re
from collections.abc import Iterable

from guard_api.messages.folding import MAX_MESSAGE
from guard_api.numbers.forwarding_code import Action, read_forwarding_code
from guard_api.numbers.plain import plain

_ENCODED = re.compile(r"%(?:23|2a|2b)", re.IGNORECASE)
_DECODED = {"%23": "#", "%2a": "*", "%2b": "+"}
_CODE = re.compile(r"(?<![\w*#])[*#]\s{0,2}[*#]?\s{0,2}\d[\d\s*+.()-]{3,60}#?")
_FEWEST_DIGITS = 5
"""Of a number that calls can be sent to, unlike an operator's own short code for a mailbox."""


def has_enabling_code(text: object) -> bool:
    """Say whether a text holds a code that sends calls on to a number.

    Codes that undo or query are help against the fraud, and so are codes with a placeholder for the number.
    """
    return any(map(_sends_calls_on, _candidates(text)))


def _candidates(text: object) -> Iterable[str]:
    readable = plain(text, MAX_MESSAGE)
    if "%" in readable:
        readable = _ENCODED.sub(lambda found: _DECODED[found[0].casefold()], readable)
    return _CODE.findall(readable) if "*" in readable else ()


def _sends_calls_on(candidate: str) -> bool:
    code = read_forwarding_code(candidate)
    digits = sum(character.isdigit() for character in code.target or "")
    return code.action is Action.ENABLE and digits >= _FEWEST_DIGITS
