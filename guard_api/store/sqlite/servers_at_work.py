"""Whether servers are at work on a database: who cleans up must not take from them what they use."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from guard_api.errors import StoreUnavailable
from guard_api.store.sqlite.transactions import acquire, translated

_PATIENCE_SECONDS = 1.0


@contextmanager
def at_work(
    database: Path, clean_up: Callable[[], None] = lambda: None, leave: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Count as a server at work until the end, together with all processes that are forked meanwhile.

    Where there was no other, clean up first; where there is no other at the end, leave. Raises StoreUnavailable.
    """
    with translated():
        descriptor = os.open(f"{database}.serving", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if _is_alone(descriptor):
            clean_up()
        # Others that start now wait here until we are done.
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
        if _is_alone(descriptor):
            leave()
    finally:
        os.close(descriptor)


def is_served(database: Path) -> bool:
    """Whether a server is at work. Raises OSError."""
    try:
        descriptor = os.open(f"{database}.serving", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _is_alone(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def none_at_work(database: Path) -> Iterator[None]:
    """Let no server be at work, and have those that start wait, until the end. Raises StoreUnavailable."""
    with translated():
        descriptor = os.open(f"{database}.serving", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            # Whoever migrates or restores at the same time is soon done; a server is not.
            acquire(descriptor, time.monotonic() + _PATIENCE_SECONDS)
        except StoreUnavailable:
            raise StoreUnavailable("a server is at work on it: stop it first") from None
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
