"""Numbers and codes for the ear: screen readers say 110 as a hundred and ten, and drop `#` and `*`."""

from itertools import groupby

from guard_api.texts import Texts

_SYMBOLS = {"#": "label.say.hash", "*": "label.say.star", "+": "label.say.plus"}
_GROUPED_FROM = 7
_FREE_OF_CHARGE = ("400", "800")
_LAST_GROUP = 4


def spoken(symbols: str, texts: Texts) -> str:
    """Return a number or code as it is said, digit by digit; what is neither digit nor symbol is left out."""
    digits = texts.get("label.say.digits").split(" ")
    joint = "" if texts.language.startswith("zh") else " "
    parts: list[str] = []
    for are_digits, run in groupby(symbols, key=_is_digit):
        if are_digits:
            parts.append(joint.join(digits[int(digit)] for digit in run))
        else:
            parts += [texts.get(_SYMBOLS[symbol]) for symbol in run if symbol in _SYMBOLS]
    return texts.get("label.say.pause").join(parts)


def printed(number: str) -> str:
    """Return a number as it is printed: long ones in groups, which are easier to dial."""
    if len(number) < _GROUPED_FROM or not (number.isascii() and number.isdigit()):
        return number
    front = number[:-_LAST_GROUP]
    size = 3 if number.startswith(_FREE_OF_CHARGE) else _LAST_GROUP
    head = len(front) % size or size
    groups = [front[:head], *(front[at : at + size] for at in range(head, len(front), size))]
    return " ".join([*groups, number[-_LAST_GROUP:]])


def _is_digit(symbol: str) -> bool:
    return symbol.isascii() and symbol.isdigit()
