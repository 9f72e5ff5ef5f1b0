"""The form in which a phone's line is kept: a checksum, when the check came that it was made of, and JSON."""

import struct

from msgspec import MsgspecError
from msgspec.json import Decoder, Encoder
from zlib_ng.zlib_ng import crc32

from guard_api.engine.line import Line
from guard_api.errors import StoreUnavailable

_HEAD = struct.Struct(">Iq")
"""A CRC-32 of all the rest, and when the check was received that the line was made of."""
_SUM = struct.Struct(">I")
_encoder = Encoder()
_decoder = Decoder(Line)


class DamagedLine(StoreUnavailable):
    """What is kept of a line is damaged."""


def line_value(line: Line, received_at: int) -> bytes:
    """Write what `read_line` reads."""
    packed = _encoder.encode(line)
    rest = _HEAD.pack(0, received_at)[_SUM.size :] + packed
    return _SUM.pack(crc32(rest)) + rest


def read_line(value: bytes) -> tuple[int, Line]:
    """Read what was written, and of which check. Raises DamagedLine."""
    try:
        checksum, received_at = _HEAD.unpack_from(value)
        if checksum != crc32(value[_SUM.size :]):
            raise DamagedLine("its checksum is another")
        return received_at, _decoder.decode(value[_HEAD.size :])
    except (struct.error, MsgspecError, ValueError) as error:
        raise DamagedLine(f"it cannot be read: {type(error).__name__}") from error
