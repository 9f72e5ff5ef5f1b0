"""What people may write about an entry: one line that people see all of, and that no screen or spreadsheet obeys."""

import json
import re

_INVISIBLE = (
    r"\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
) + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
"""Control characters, line ends, marks that turn the text, fillers and blanks, tags, and what is no character."""
_EMOJI = "#*0-9\u00a9\u00ae\u203c\u2049\u2100-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
HARMLESS = rf"[^{_INVISIBLE}{_EMOJI}]*(?:[{_EMOJI}]\ufe0f?(?:\u200d[{_EMOJI}]\ufe0f?)*[^{_INVISIBLE}{_EMOJI}]*)*"
"""Nothing invisible but what holds an emoji together; ECMA-262 (flag `u`) and Python read it in the same way."""
_HARMLESS = re.compile(HARMLESS.replace(_INVISIBLE, rf"{_INVISIBLE}\ud800-\udfff"))
"""JSON that was read holds no half surrogates; the arguments of a command may."""
_HARMFUL = re.compile(
    rf"(?<=[{_EMOJI}])(\ufe0f?\u200d(?=[{_EMOJI}])|\ufe0f)|[\t\n\u2028\u2029]|[{_INVISIBLE}\ud800-\udfff]"
)
_LINE_ENDS = frozenset("\t\n\u2028\u2029")
_FORMULA = r"""(?=[=+\-@\t\r＝＋－＠])"""
_RUN = re.compile(rf"""((?:^|;)[\s"]*)('*){_FORMULA}""")
_KEPT_FROM_RUNNING = re.compile(rf"""((?:^|;)[\s"]*)'('*){_FORMULA}""")


def is_harmless(text: str) -> bool:
    """Say whether a text can be shown as it is."""
    return (text.isascii() and text.isprintable()) or _HARMLESS.fullmatch(text) is not None


def cleaned(text: str) -> str:
    """Give a text without what is invisible; tabs and ends of lines become spaces."""
    return _HARMFUL.sub(_clean, text)


def _clean(found: re.Match[str]) -> str:
    return found[1] or (" " if found[0] in _LINE_ENDS else "")


def visible(text: str) -> str:
    """Give a text with what is invisible written out as in JSON: no terminal obeys a stored escape sequence."""
    return _HARMFUL.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    return found[1] or json.dumps(found[0])[1:-1]


def inert(text: str) -> str:
    """Give a text as it is written into a CSV: with ' in front of what a spreadsheet would run as a formula.

    Where people write ; between columns, it also begins a cell within the text.
    """
    return _RUN.sub(r"\1'\2", text)


def live(text: str) -> str:
    """Give a text as it was before `inert`."""
    return _KEPT_FROM_RUNNING.sub(r"\1\2", text)
