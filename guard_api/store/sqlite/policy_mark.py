"""A number that all processes of a database see at once: it is another one after each change of the policy.

Eight bytes in a file that they have mapped: a look takes 0.1 us, where a query takes six.
"""

import mmap
import os
import struct
from pathlib import Path

from guard_api.store.sqlite.private_files import private

_NUMBER = struct.Struct("=Q")


class PolicyMark:
    """The number, of which only it matters that it changes."""

    def __init__(self, database: Path) -> None:
        """Open nothing yet."""
        self._path = f"{database}.policy"
        self._memory: mmap.mmap | None = None

    def read(self) -> int:
        """Return the number. Raises OSError where there can be no such file."""
        number: int = _NUMBER.unpack_from(self._mapped())[0]
        return number

    def write(self, number: int) -> None:
        """Have it be another number. Raises OSError."""
        _NUMBER.pack_into(self._mapped(), 0, number)

    def _mapped(self) -> mmap.mmap:
        if self._memory is None:
            descriptor = private(self._path, os.O_RDWR | os.O_CREAT)
            try:
                if os.fstat(descriptor).st_size < _NUMBER.size:
                    os.ftruncate(descriptor, _NUMBER.size)
                self._memory = mmap.mmap(descriptor, _NUMBER.size)
            finally:
                os.close(descriptor)
        return self._memory
