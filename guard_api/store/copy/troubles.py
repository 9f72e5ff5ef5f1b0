"""What is wrong with the copy of a node and with the record, in a file that all processes of the node have in memory.

Who follows the record, and who writes to it, notes it down; who says whether the node is well reads it.
"""

import mmap
import os
import struct
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from guard_api.store.sqlite.private_files import private

_PLACE = struct.Struct("H250s")
_CUT = "ignore"


class Trouble(IntEnum):
    """Of what."""

    COPY = 0
    """The copy is not brought forward."""
    RECORD = 1
    """What is to be written to the record is refused, though the record can be reached."""
    CLOCK = 2
    """The clocks of the node and of the record are apart."""


class Troubles:
    """One sentence of each kind, or none."""

    def __init__(self, copy: Path) -> None:
        """Open the file beside a copy. Raises OSError."""
        size = _PLACE.size * len(Trouble)
        descriptor = private(f"{copy}.troubles", os.O_RDWR | os.O_CREAT)
        try:
            # What is mapped must have its room: on a full disk, to write where there is none ends the process.
            os.posix_fallocate(descriptor, 0, size)
            self._places = mmap.mmap(descriptor, size)
        finally:
            os.close(descriptor)

    def note(self, trouble: Trouble, reason: str = "") -> None:
        """Note what is wrong; nothing: it is well again."""
        text = reason.encode()[: _PLACE.size - 2]
        _PLACE.pack_into(self._places, trouble * _PLACE.size, len(text), text)

    def all(self) -> Sequence[str]:
        """List what is wrong."""
        found = []
        for trouble in Trouble:
            size, text = _PLACE.unpack_from(self._places, trouble * _PLACE.size)
            if size:
                found.append(f"{trouble.name.lower()}: {text[:size].decode(errors=_CUT)}")
        return found
