"""Whether the store is well, asked so often as anybody likes: it is looked at once a second, by one at a time."""

import logging
import time
from collections.abc import Callable, Sequence
from threading import Lock

from guard_api.errors import NotReady, StoreUnavailable
from guard_api.ports import Health

_log = logging.getLogger(__name__)
_NEVER = float("-inf")


class RememberedHealth:
    """The port `Health` in front of another one, which writes and waits for the disk."""

    def __init__(self, health: Health, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        """Believe what `health` says for so many seconds of the clock `now`."""
        self._health = health
        self._seconds = seconds
        self._now = now
        self._lock = Lock()
        self._until = _NEVER
        self._failed: str | None = None
        self._impaired: Sequence[str] = ()

    def probe(self) -> None:
        """Write and read back, or say what is known since a moment. Raises NotReady.

        While somebody looks, all others hear what was known before: a store that hangs must not hold their threads.
        """
        self._look()
        failed = self._failed
        if failed is not None:
            raise NotReady(failed)

    def impairments(self) -> Sequence[str]:
        """Name what was known a moment ago."""
        self._look()
        return self._impaired

    def _look(self) -> None:
        if self._now() >= self._until and self._lock.acquire(blocking=self._until == _NEVER):
            try:
                if self._now() >= self._until:
                    failed, self._impaired = self._why_not(), self._health.impairments()
                    _log_change(self._failed, failed)
                    self._failed = failed
                    self._until = self._now() + self._seconds
            finally:
                self._lock.release()

    def _why_not(self) -> str | None:
        try:
            self._health.probe()
        except StoreUnavailable as error:
            return str(error)
        return None


def _log_change(before: str | None, now: str | None) -> None:
    """Log that the store is not ready any more, or is again: once, however often anybody asks meanwhile."""
    if now is not None and before is None:
        _log.error("not ready: %s", now)
    if now is None and before is not None:
        _log.warning("ready")
