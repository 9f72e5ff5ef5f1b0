"""Writes of several threads in one transaction: while one waits for the disk, others gather for the next."""

import time
from collections.abc import Callable, Sequence
from threading import Condition
from typing import Generic, TypeVar

from guard_api.errors import StoreUnavailable

_Value = TypeVar("_Value")


class _Write(Generic[_Value]):
    """What one thread wants written, and what came of it."""

    __slots__ = ("error", "is_done", "value")

    def __init__(self, value: _Value) -> None:
        self.value = value
        self.is_done = False
        self.error: BaseException | None = None


class GroupCommit(Generic[_Value]):
    """Whoever finds nobody writing writes for all who have come until then; the others wait for it."""

    def __init__(self, commit: Callable[[Sequence[_Value], float], None]) -> None:
        """Write by `commit`, which takes what is written, in the order in which it came, and how long it may wait."""
        self._commit = commit
        self._gathered: list[_Write[_Value]] = []
        self._is_writing = False
        self._changed = Condition()

    def write(self, value: _Value, wait_seconds: float) -> None:
        """Return when it is written. Raises what `commit` does, and StoreUnavailable where others take too long."""
        deadline = time.monotonic() + wait_seconds
        write = _Write(value)
        if self._is_mine(write, wait_seconds):
            self._write_gathered(deadline - time.monotonic())
        if write.error is not None:
            raise write.error

    def _is_mine(self, write: _Write[_Value], wait_seconds: float) -> bool:
        """Wait until it is written, or nobody else will write it."""
        with self._changed:
            self._gathered.append(write)
            if not self._changed.wait_for(lambda: write.is_done or not self._is_writing, wait_seconds):
                if write in self._gathered:
                    self._gathered.remove(write)
                raise StoreUnavailable("another thread writes for too long")
            if write.is_done:
                return False
            self._is_writing = True
            return True

    def _write_gathered(self, wait_seconds: float) -> None:
        with self._changed:
            writes, self._gathered = self._gathered, []
        error: BaseException | None = None
        try:
            self._commit([write.value for write in writes], wait_seconds)
        except BaseException as failure:  # noqa: BLE001 - each who waits for it raises it
            error = failure
        with self._changed:
            for write in writes:
                write.error, write.is_done = error, True
            self._is_writing = False
            self._changed.notify_all()
