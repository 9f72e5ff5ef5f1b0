"""What the main process of a server writes down of itself, and its workers tell."""

import mmap
from enum import StrEnum

_PID, _STARTED, _COUNTS = range(3)


class Replaced(StrEnum):
    """Why a worker was replaced."""

    DIED = "died"
    RELOAD = "reload"


_WORDS = tuple(Replaced)


class ServerRecord:
    """The main process, its start, and the workers that it has replaced: numbers in memory that all workers see."""

    def __init__(self, pid: int, started_at: float) -> None:
        """Take memory for the numbers, before there are workers. Raises OSError where there is none."""
        self._cells = memoryview(mmap.mmap(-1, mmap.PAGESIZE)).cast("d")
        self._cells[_PID], self._cells[_STARTED] = pid, started_at

    @property
    def pid(self) -> int:
        """The main process."""
        return int(self._cells[_PID])

    @property
    def started_at(self) -> float:
        """When the server was started, in seconds since 1970."""
        return self._cells[_STARTED]

    def replaced(self, why: Replaced) -> None:
        """Count a worker that was replaced. Only the main process does."""
        self._cells[_COUNTS + _WORDS.index(why)] += 1

    def replacements(self, why: Replaced) -> float:
        """Return how many workers were replaced for a reason."""
        return self._cells[_COUNTS + _WORDS.index(why)]
