"""JSON as this server speaks it: strict in, compact out."""

import re

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder

from guard_api.errors import Malformed

_encoder = Encoder()
_decoder = Decoder()
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
"""Any escape, so that none is begun in the middle; the group is half of a surrogate pair."""

encode = _encoder.encode


def decode(body: bytes) -> object:
    """Read a JSON text (RFC 8259); an empty body is an empty object. Raises Malformed.

    Half surrogate pairs are no Unicode, but a scammer may send them: they are read as U+FFFD.
    """
    if not body:
        return {}
    try:
        return _decoder.decode(body)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        mended = _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], body)
        if mended != body:
            return decode(mended)
        raise Malformed("The body is not valid JSON in UTF-8.") from error
