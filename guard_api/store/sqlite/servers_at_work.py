"""Whether servers are at work on a database: who cleans up must not take from them what they use."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from guard_api.store.sqlite.transactions import translated


@contextmanager
def at_work(database: Path, clean_up: Callable[[], None]) -> Iterator[None]:
    """Count as a server at work until the end, together with all processes that are forked meanwhile.

    Where there was no other, clean up first. Raises StoreUnavailable.
    """
    with translated():
        descriptor = os.open(f"{database}.serving", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if _is_alone(descriptor):
            clean_up()
        # Others that start now wait here until we are done.
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def while_nobody_serves(database: Path) -> Iterator[bool]:
    """Keep servers from starting, unless one is at work: then give False. Raises StoreUnavailable."""
    with translated():
        descriptor = os.open(f"{database}.serving", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _is_alone(descriptor)
    finally:
        os.close(descriptor)


def _is_alone(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
