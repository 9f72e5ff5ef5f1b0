"""Plain text out of what a screen displayed: the one place that undoes typographic disguise."""

import re
import unicodedata
from urllib.parse import unquote

MAX_DISPLAYED = 256
"""Characters of a displayed number or dialled code that are looked at; the contract's cap."""

_URI = re.compile(r"\s*(?:tel|sips?|callto):(?://)?", re.IGNORECASE)
_DASHES = "‐‑‒–—―−·•"
_STARS = "∗✱✲⁎٭"
_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Mn", "Me", "Co", "Cn"})
_REMEMBERED = 30_000
"""Characters that are remembered at most, 3 MiB: more than people write with, and no stranger fills the memory."""


class _Plain(dict[int, str]):
    """What stands in plain text for each character, by code point: 4 times as fast as to find out each time."""

    def __missing__(self, code: int) -> str:
        """Find out, and remember."""
        character = chr(code)
        if character.isspace():
            found = character
        elif unicodedata.category(character) in _INVISIBLE:
            found = ""
        else:
            found = str(unicodedata.decimal(character, character))
        if len(self) < _REMEMBERED:
            self[code] = found
        return found


_PLAIN = _Plain({**dict.fromkeys(map(ord, _DASHES), "-"), **dict.fromkeys(map(ord, _STARS), "*"), ord("♯"): "#"})

_NOT_PLAIN = re.compile("[^\n -~\u3001\u3002\u300a\u300b\u3010\u3011\u3400-\u4dbf\u4e00-\u9fff]")
"""What may be replaced: no ASCII that is displayed, no ideographs, and not `、。《》【】`. Few texts have it."""


def plain(text: object, limit: int = MAX_DISPLAYED) -> str:
    """Return `text` (any object) as NFKC without invisible characters, with ASCII digits.

    At most `limit` characters are read; what is not a string reads as "". Never raises.
    """
    if not isinstance(text, str):
        return ""
    text = text[:limit]
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFKC", text)[:limit]
    return (text.translate(_PLAIN) if _NOT_PLAIN.search(text) else text).strip()


def without_scheme(text: str) -> str:
    """Return the dialled part of a `tel:` or `sip:` URI (RFC 3966, RFC 3261), other text as it is."""
    scheme = _URI.match(text)
    if scheme is None:
        return text
    return re.split(r"[;?@]", plain(unquote(text[scheme.end() :])), maxsplit=1)[0]
