"""The right to do work that one process at a time does: a lock on a file beside the database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guard_api.store.sqlite.transactions import translated

_INSIDE = {"imports": ".imports/turn"}
"""Where a lock does not lie beside the database under the name of the work."""


@contextmanager
def file_turn(database: Path, work: str, *, wait: bool) -> Iterator[bool]:
    """Lock the file of some work: the kernel unlocks it when the process dies. Gives False where another has it."""
    path = Path(f"{database}{_INSIDE.get(work, f'.{work}')}")
    with translated():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _locked(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def _locked(descriptor: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
