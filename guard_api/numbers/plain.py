"""Plain text out of what a screen displayed: the one place that undoes typographic disguise."""

import re
import unicodedata
from urllib.parse import unquote

MAX_DISPLAYED = 256
"""Characters of a displayed number or dialled code that are looked at; the contract's cap."""

_URI = re.compile(r"\s*(?:tel|sips?|callto):(?://)?", re.IGNORECASE)
_DASHES = "‐‑‒–—―−·•"
_STARS = "∗✱✲⁎٭"
_MAPPED = str.maketrans(
    {**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_STARS, "*"), "♯": "#"},
)
_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Mn", "Me", "Co", "Cn"})


def plain(text: object, limit: int = MAX_DISPLAYED) -> str:
    """Give `text` (any object) as NFKC without invisible characters, with ASCII digits.

    At most `limit` characters are read; what is not a string reads as "". Never raises.
    """
    if not isinstance(text, str):
        return ""
    text = text[:limit]
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (
        character if character.isspace() or unicodedata.category(character) not in _INVISIBLE else ""
        for character in unicodedata.normalize("NFKC", text)[:limit].translate(_MAPPED)
    )
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in "".join(kept)
    ).strip()


def without_scheme(text: str) -> str:
    """Give the dialled part of a `tel:` or `sip:` URI (RFC 3966, RFC 3261), other text as it is."""
    scheme = _URI.match(text)
    if scheme is None:
        return text
    return re.split(r"[;?@]", plain(unquote(text[scheme.end() :])), maxsplit=1)[0]
