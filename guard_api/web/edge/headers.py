"""Headers that say what a client likes: whatever is too long for that is cut before anybody reads or keeps it."""

from werkzeug.http import parse_dict_header

_LONGEST = 300
"""Browsers and phones send some 100 characters; 440,000 took a tenth of a second to read, and were kept."""


def shortened(header: str) -> str:
    """Give a list of likings, of one that is too long only what stands at its beginning."""
    return header if len(header) <= _LONGEST else header[:_LONGEST].rpartition(",")[0]


def wants_strict(prefer: str) -> bool:
    """Whether a client asks that what is unknown be refused (RFC 7240)."""
    return parse_dict_header(prefer[:_LONGEST].replace(";", ",")).get("handling") == "strict"
