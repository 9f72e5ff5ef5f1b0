"""Connections to PostgreSQL: a few for each process, opened after a fork; none that has failed is used again."""

import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.types.numeric import IntLoader

from guard_api.errors import StoreUnavailable
from guard_api.store.postgres.dialect import portable, storable

_log = logging.getLogger(__name__)
_MOST = 2
"""Of each process: whoever waits for PostgreSQL must not hold the threads that answer phones."""
_REST_SECONDS = 0.25
"""How long nobody tries again once PostgreSQL could not be reached."""
_FRESH_SECONDS = 1.0
"""How long a connection that is idle is believed to be alive."""
_ALIVE_SECONDS = 2.0
"""How long a connection that was idle may take to say that it is alive."""
_PREPARED = 300
_SLOW = 20
"""A statement may take so many times what a transaction waits for a lock: admins count what is large."""
_HANGS_SECONDS = 10.0
"""How much longer one waits for an answer: the server itself ends a statement that takes too long, unless it hangs."""
_NOT_SET_UP = ("3D", "3F", "42501", "42P01")
"""Codes of statements that are right, on a server that is not: no database, schema or table there yet, no rights."""
WRONG_STATEMENT = "a statement is wrong"
"""How the log calls it."""
_NETWORK: Mapping[str, Any] = {
    "connect_timeout": 2,
    "keepalives": 1,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 3000,
    "application_name": "guard_api",
}


class Raw(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is closed where the server has not answered for so many seconds of `patience`; None: never.

    A server that hangs keeps its connections, as the kernel answers for it; and another may long have taken its place.
    """

    patience: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:  # noqa: ANN401 - psycopg's
        """Wait for an answer. Raises psycopg.OperationalError."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if timeout is None and self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                self.pgconn.finish()
                raise psycopg.OperationalError(f"the server has not answered for {self.patience} seconds") from None
            raise


def connect(url: str, wait_seconds: float) -> Raw:
    """Open a connection. What it is given never stands in the server's log. Raises psycopg.Error."""
    wait = int(wait_seconds * 1000)
    try:
        given = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise psycopg.OperationalError(*error.args) from None  # what is wrong was configured, not programmed
    settings = f"-c lock_timeout={wait} -c statement_timeout={_SLOW * wait} -c log_parameter_max_length_on_error=0"
    options = f"{given.pop('options', '')} {settings}"
    known: dict[str, Any] = {**_NETWORK, **given, "options": options}
    raw = Raw.connect(**known, autocommit=True, prepare_threshold=2)
    raw.prepared_max = _PREPARED
    # The sums of whole numbers are numeric.
    raw.adapters.register_loader("numeric", IntLoader)
    return raw


def reason_of(error: BaseException) -> str:
    """Say what went wrong in words that quote nothing of what is kept, as PostgreSQL does: they go into the log."""
    if isinstance(error, psycopg.Error):
        if error.sqlstate is not None:
            return f"PostgreSQL: {type(error).__name__} ({error.sqlstate})"
        return f"PostgreSQL: {str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__}"
    return f"{type(error).__name__}: {error.strerror}" if isinstance(error, OSError) else str(error)


@contextmanager
def translated(failed: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Turn failures of PostgreSQL and of files into StoreUnavailable, and tell of them.

    So is a statement that can never work, which is a mistake of ours: phones are answered without the record all the
    same. The log has it as the mistake that it is.
    """
    try:
        yield
    except StoreUnavailable:
        failed()
        raise
    except (psycopg.Error, OSError) as error:
        if _is_ours(error):
            _log.error("%s: %s", WRONG_STATEMENT, reason_of(error), stack_info=True)
        failed()
        raise StoreUnavailable(reason_of(error)) from error


def _is_ours(error: BaseException) -> bool:
    return isinstance(error, psycopg.ProgrammingError) and not (error.sqlstate or "").startswith(_NOT_SET_UP)


class Lent:
    """A connection as the shared SQL has it, lent for a transaction or longer."""

    __slots__ = ("raw",)

    def __init__(self, raw: Raw | None = None) -> None:
        """Speak with `raw`."""
        self.raw = raw

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = (), /) -> Any:  # noqa: ANN401 - a cursor
        """Run a statement; gives a cursor."""
        if self.raw is None:
            raise StoreUnavailable("the connection was given back")
        return self.raw.execute(portable(sql), storable(values))

    def executemany(self, sql: str, rows: Iterable[Any], /) -> Any:  # noqa: ANN401 - a cursor
        """Run a statement for each row."""
        if self.raw is None:
            raise StoreUnavailable("the connection was given back")
        cursor = self.raw.cursor()
        cursor.executemany(portable(sql), [storable(row) for row in rows])  # type: ignore[misc] # the same
        return cursor


class Pool:
    """The connections of a process."""

    def __init__(self, url: str, wait_seconds: float) -> None:
        """Open nothing yet."""
        self._url = url
        self._wait = wait_seconds
        self.patience = _SLOW * wait_seconds + _HANGS_SECONDS
        self._places = threading.BoundedSemaphore(_MOST)
        self._idle: list[tuple[Raw, float]] = []
        self._resting = 0.0
        # Not `__del__`: where it all goes at once, that of a connection, which warns, may come before that of its pool.
        weakref.finalize(self, _close_all, self._idle)

    def borrow(self) -> Raw:
        """Give a connection that works, as far as that can be told. Raises StoreUnavailable, psycopg.Error."""
        if time.monotonic() < self._resting:
            raise StoreUnavailable("PostgreSQL could not be reached a moment ago")
        if not self._places.acquire(timeout=self._wait):
            self._resting = time.monotonic() + _REST_SECONDS
            raise StoreUnavailable("all connections to PostgreSQL are taken")
        try:
            return self._found() or self.fresh()
        except BaseException:
            self._places.release()
            raise

    def _found(self) -> Raw | None:
        with suppress(IndexError):
            raw, since = self._idle.pop()
            if time.monotonic() - since < _FRESH_SECONDS or _lives(raw):
                return raw
            _close_all(self._idle)
        return None

    def fresh(self) -> Raw:
        """Open another connection, in the place of one that is closed. Raises psycopg.Error."""
        try:
            raw = connect(self._url, self._wait)
        except psycopg.Error:
            self._resting = time.monotonic() + _REST_SECONDS
            raise
        raw.patience = self.patience
        return raw

    def replace(self, raw: Raw) -> Raw:
        """Close one that has failed, and those that are idle, which have most likely failed, too; give a fresh one."""
        raw.close()
        _close_all(self._idle)
        return self.fresh()

    def give_back(self, raw: Raw) -> None:
        """Take a connection back; one that is closed, or amid a transaction, is none any more."""
        if not raw.closed and raw.info.transaction_status is psycopg.pq.TransactionStatus.IDLE:
            self._idle.append((raw, time.monotonic()))
        else:
            raw.close()
        self._places.release()

    def close(self) -> None:
        """Close what is not lent."""
        _close_all(self._idle)


def _close_all(idle: list[tuple[Raw, float]]) -> None:
    with suppress(IndexError):
        while True:
            idle.pop()[0].close()


def _lives(raw: Raw) -> bool:
    patience, raw.patience = raw.patience, _ALIVE_SECONDS
    try:
        raw.execute("")
    except psycopg.Error:
        raw.close()
        return False
    raw.patience = patience
    return True
