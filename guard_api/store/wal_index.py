"""The index of SQLite's log, which all connections have mapped: where it is cut off, whoever looks at it ends."""

import os


class WalIndex:
    """The file `-shm`. It only ever grows while this process has a connection."""

    __slots__ = ("_path", "_size")

    def __init__(self, database: str) -> None:
        """Know nothing yet."""
        self._path = f"{database}-shm"
        self._size = 0

    def mend(self) -> None:
        """Give a file that was cut off its length back. SQLite makes the index anew when it finds zeros.

        By its name: to open and close it would take SQLite's locks from it. Raises OSError.
        """
        try:
            size = os.stat(self._path).st_size  # noqa: PTH116 - each transaction does it
        except FileNotFoundError:
            return
        if size < self._size:
            os.truncate(self._path, self._size)
        else:
            self._size = size

    def forget(self) -> None:
        """Begin anew, without connections."""
        self._size = 0
