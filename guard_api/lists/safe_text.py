"""What people may write about an entry: one line that people see all of, and that no screen or spreadsheet obeys."""

import json
import re

_HIDDEN = (
    *((0x0000, 0x001F), (0x007F, 0x009F), (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160)),
    *((0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800)),
    *((0x3164, 0x3164), (0xFDD0, 0xFDEF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFC)),
    *((0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
)
"""Control characters, line ends, marks that turn the text, fillers and blanks, tags, and what is no character."""
_INVISIBLE = "".join(
    rf"\u{first:04x}-\u{last:04x}" if last < 1 << 16 else f"{chr(first)}-{chr(last)}" for first, last in _HIDDEN
)
_EMOJI = "#*0-9\u00a9\u00ae\u203c\u2049\u2100-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
HARMLESS = rf"[^{_INVISIBLE}{_EMOJI}]*(?:[{_EMOJI}]\ufe0f?(?:\u200d[{_EMOJI}]\ufe0f?)*[^{_INVISIBLE}{_EMOJI}]*)*"
"""Nothing invisible but what holds an emoji together; ECMA-262 (flag `u`) and Python read it in the same way."""
_HARMLESS = re.compile(HARMLESS.replace(_INVISIBLE, rf"{_INVISIBLE}\ud800-\udfff"))
"""JSON that was read holds no half surrogates; the arguments of a command may."""
_HARMFUL = re.compile(
    rf"(?<=[{_EMOJI}])(\ufe0f?\u200d(?=[{_EMOJI}])|\ufe0f)|[\t\n\u2028\u2029]|[{_INVISIBLE}\ud800-\udfff]"
)
_BLANK = frozenset(one for first, last in _HIDDEN for one in map(chr, range(first, last + 1)) if one.isprintable())
"""What Python takes for printable, and nobody sees."""
_LINE_ENDS = frozenset("\t\n\u2028\u2029")
_FORMULA = r"""(?=[=+\-@\t\r＝＋－＠])"""
_RUN = re.compile(rf"""((?:^|;)[\s"]*)('*){_FORMULA}""")
_KEPT_FROM_RUNNING = re.compile(rf"""((?:^|;)[\s"]*)'('*){_FORMULA}""")


def is_harmless(text: str) -> bool:
    """Say whether a text can be shown as it is."""
    return (text.isprintable() and _BLANK.isdisjoint(text)) or _HARMLESS.fullmatch(text) is not None


def cleaned(text: str, longest: int | None = None) -> str:
    """Give a text without what is invisible, cut where it is too long; tabs and ends of lines become spaces."""
    # What was cut may end amid an emoji.
    return _HARMFUL.sub(_clean, _HARMFUL.sub(_clean, text)[:longest])


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
