"""Rights to do some work, of which the server gives one: it goes with the connection that has it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from zlib import crc32

import psycopg

from guard_api.store.postgres.connections import Raw

_OURS = 0x67756172
"""The first half of the names of our locks: other programs may share the database."""
_TRY, _WAIT = "SELECT pg_try_advisory_lock(%s, %s)", "SELECT true FROM pg_advisory_lock(%s, %s)"
_END = "SELECT pg_advisory_unlock(%s, %s)"


@contextmanager
def locked(raw: Raw, work: str, *, wait: bool) -> Iterator[bool]:
    """Take the right to do some work; False when another connection has it. Raises psycopg.Error."""
    if wait:
        raw.patience = None
        raw.execute("SET lock_timeout = 0; SET statement_timeout = 0")
    lock = _OURS, crc32(work.encode()) >> 1
    row = raw.execute(_WAIT if wait else _TRY, lock).fetchone()
    mine = row is not None and bool(row[0])
    try:
        yield mine
    finally:
        # The server notices only later that the connection is closed, and the next one may try at once.
        if mine:
            with suppress(psycopg.Error):
                raw.execute(_END, lock)
