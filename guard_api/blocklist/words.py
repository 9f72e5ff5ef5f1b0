"""What people may write about an entry: one line, with nothing in it that could turn a screen upside down."""

import re

HARMLESS = (
    r"[^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufeff\ufff0-\ufffb]*"
)
"""No control characters, no line ends, no invisible or turning marks; ECMA-262 and Python read it in the same way."""
_HARMLESS = re.compile(HARMLESS.replace("]", r"\ud800-\udfff]"))
"""JSON that was read holds no half surrogates; the arguments of a command may."""


def is_harmless(text: str) -> bool:
    """Say whether a text can be shown as it is."""
    return text.isprintable() or _HARMLESS.fullmatch(text) is not None
