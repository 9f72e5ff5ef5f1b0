"""The files of an LMDB environment are opened: those that are there now, once they were found sound, or new ones."""

import os
from contextlib import suppress
from fcntl import LOCK_UN, flock
from pathlib import Path

from guard_api.store.lmdb.open_file import BROKEN, LOCK_BYTES, MODE, OpenFile, is_marked, lock_of
from guard_api.store.lmdb.pages import Damaged, check
from guard_api.store.sqlite.transactions import acquire


def open_file(path: Path, deadline: float, *, durable: bool) -> OpenFile:
    """Open the file that is there now, or a new one, while nobody writes to it or opens it.

    Raises Damaged or what LMDB says of a file that is broken, which is gone then; StoreUnavailable; OSError.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, MODE)
        try:
            acquire(descriptor, deadline)
            if _is_at(path, descriptor):
                file = _opened(path, descriptor, durable=durable)
                flock(descriptor, LOCK_UN)
                return file
        except BaseException as error:
            if isinstance(error, (Damaged, *BROKEN)):
                path.unlink(missing_ok=True)
            os.close(descriptor)
            raise
        os.close(descriptor)


def _opened(path: Path, descriptor: int, *, durable: bool) -> OpenFile:
    status = os.fstat(descriptor)
    if status.st_size == 0:
        _new_lock(path)
        try:
            return OpenFile(path, descriptor, durable=durable)
        except BaseException:
            os.ftruncate(descriptor, 0)
            raise
    if not is_marked(status):
        check(descriptor)
        # Those who have it open follow: a lock that was left by others need not belong to this data.
        _new_lock(path)
    elif not _is_whole(path):
        _new_lock(path)
    return OpenFile(path, descriptor, durable=durable)


def _new_lock(path: Path) -> None:
    """Make the lock file before LMDB does, and all of it: LMDB would leave a hole."""
    lock = lock_of(path)
    with suppress(FileNotFoundError):
        os.unlink(lock)  # noqa: PTH108 - a str, as `lock_of` gives it
    with os.fdopen(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE), "wb") as made:
        try:
            made.write(bytes(LOCK_BYTES))
            made.flush()
        except BaseException:
            os.unlink(lock)  # noqa: PTH108 - a str, as `lock_of` gives it
            raise


def _is_whole(path: Path) -> bool:
    try:
        return os.stat(lock_of(path)).st_size >= LOCK_BYTES  # noqa: PTH116 - the same
    except FileNotFoundError:
        return False


def _is_at(path: Path, descriptor: int) -> bool:
    """Say whether a path still leads to a file that was opened by it."""
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
