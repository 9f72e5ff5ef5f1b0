"""The two files of an LMDB environment that this process has open, seen from outside."""

import mmap
import os
import time
from contextlib import suppress
from enum import Enum
from pathlib import Path

import lmdb

from guard_api.store.lmdb.pages import check

MAP_BYTES = 1 << 35
"""Bytes that the file may grow to: addresses that are set aside, not memory."""
MODE = 0o600
"""Of both files: only the server reads them."""
_SMALL = 64 << 20
"""Bytes of a file that is written anew in a moment."""
_READERS = 1024
"""Threads of all processes that may read at once."""
LOCK_BYTES = 17 * 4096
"""Of the lock file: more than LMDB needs for so many readers. It would make a hole of that size, and map it: with the
disk full, the first who writes there ends."""
_CLAIM = LOCK_BYTES - 1
"""Where it says that somebody writes: what LMDB leaves of the last reader's line to fill it up."""
_SIGN_BYTES = 8
"""How the lock file begins: MDB_MAGIC and the format."""
_SECOND = 1_000_000_000
_MARK = 618_033_988
"""Nanoseconds of the time of a file to which nobody else has written."""
BROKEN = (
    *(lmdb.CorruptedError, lmdb.PageNotFoundError, lmdb.PanicError),
    *(lmdb.InvalidError, lmdb.VersionMismatchError, lmdb.CursorFullError),
)
"""What LMDB says of a file that is not sound."""
_abandoned: list["OpenFile"] = []
"""What cannot even be closed any more without the end of the process."""


class State(Enum):
    """What the files look like."""

    SOUND = "as they were left"
    TOUCHED = "somebody else has written to the data, or was killed when writing"
    LOCK_BROKEN = "the lock file was cut off or written to"
    GONE = "others are there now, or none"


SOUND = State.SOUND
"""Members of enumerations are looked up by Python code, and this one for each transaction."""


class OpenFile:
    """An environment, and what tells whether its files are still what it believes them to be."""

    def __init__(self, path: Path, descriptor: int, *, durable: bool) -> None:
        """Open the environment on the file of this descriptor, which becomes ours.

        Nobody else opens it meanwhile. Our own look at the lock file comes first: to close it once LMDB has it open
        would take LMDB's lock from it.
        """
        self._path, self._lock_path = str(path), lock_of(path)
        self._inode = os.fstat(descriptor).st_ino
        with open(self._lock_path, "r+b") as lock:  # noqa: PTH123 - a str, as `state` needs it
            self._lock_inode = os.fstat(lock.fileno()).st_ino
            self._lock = mmap.mmap(lock.fileno(), LOCK_BYTES)
        self.environment = lmdb.open(
            self._path, map_size=MAP_BYTES, subdir=False, max_readers=_READERS, mode=MODE, sync=durable
        )
        self.descriptor = descriptor
        self._sign = self._lock[:_SIGN_BYTES]
        self._size = os.fstat(descriptor).st_size
        self._known = 0
        self._marks = True
        self.mark()
        self._marks = self.state() is SOUND

    def state(self) -> State:
        """Look at the files. Cheap, since each transaction begins with it."""
        try:
            data, lock = os.stat(self._path), os.stat(self._lock_path)  # noqa: PTH116 - takes half as long
        except FileNotFoundError:
            return State.GONE
        if data.st_ino != self._inode or lock.st_ino != self._lock_inode:
            return State.GONE
        if lock.st_size < LOCK_BYTES or self._lock[:_SIGN_BYTES] != self._sign:
            return State.LOCK_BROKEN
        time_of_data = data.st_mtime_ns
        if time_of_data % _SECOND == _MARK or time_of_data == self._known:
            return SOUND
        if self._marks or data.st_size < self._size:
            return State.TOUCHED
        # A file system that keeps whole seconds: files of LMDB only ever grow.
        self._size = data.st_size
        return SOUND

    def mark(self) -> None:
        """Say that all that was written until now is ours. Where that cannot be said, remember it at least here."""
        try:
            _mark(self.descriptor)
        except OSError:
            self._known = os.fstat(self.descriptor).st_mtime_ns

    def claim(self) -> None:
        """Say that a sound file is about to be written to. Only who holds the data's lock may do it."""
        self._lock[_CLAIM] = 1

    def disclaim(self) -> None:
        """Say that it is written to no more; or that nobody knows yet in which state it was left.

        A write may wait long for the disk. Where the lock file was cut off meanwhile, that place is gone.
        """
        if self._lock.size() >= LOCK_BYTES:
            self._lock[_CLAIM] = 0

    def is_claimed(self) -> bool:
        """Whether somebody who found it sound began to write, and has not ended, unless he was killed."""
        return self._lock[_CLAIM] == 1

    def look_through(self) -> None:
        """Go through a file to which nobody writes meanwhile, and mark it. Raises Damaged."""
        check(self.descriptor)
        self.mark()

    def write_anew(self) -> bool:
        """Put a file of what there is in the place of this one. Only who holds the data's lock may do it.

        Not where it is large: meanwhile no check could be recorded, and there are so many that they soon lie over what
        was deleted.
        """
        if os.fstat(self.descriptor).st_size > _SMALL:
            return False
        draft = f"{self._path}.new"
        with suppress(FileNotFoundError):
            os.unlink(draft)  # noqa: PTH108 - as above
        self._copy_to(draft)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
            _mark(descriptor)
        finally:
            os.close(descriptor)
        # First: who opens the new file makes a lock file that belongs to it.
        self.remove_lock()
        os.rename(draft, self._path)  # noqa: PTH104 - as above
        return True

    def _copy_to(self, draft: str) -> None:
        """Put what there is into another file, entry by entry.

        LMDB's own copy is one of pages: keys that were deleted stay in them as signposts of its tree.
        """
        with (
            lmdb.open(draft, map_size=2 * _SMALL, subdir=False, mode=MODE, lock=False, sync=False) as copy,
            self.environment.begin() as entries,
            copy.begin(write=True) as transaction,
        ):
            transaction.cursor().putmulti(entries.cursor().iternext(), append=True)

    def remove(self) -> None:
        """Remove both files, so that the next who looks begins anew. Only who holds the data's lock may do it."""
        self.remove_lock()
        with suppress(FileNotFoundError):
            if os.stat(self._path).st_ino == self._inode:  # noqa: PTH116 - as above
                os.unlink(self._path)  # noqa: PTH108 - as above

    def remove_lock(self) -> None:
        """Remove the lock file, so that everybody opens the data again."""
        with suppress(FileNotFoundError):
            if os.stat(self._lock_path).st_ino == self._lock_inode:  # noqa: PTH116 - as above
                self._make_whole()
                os.unlink(self._lock_path)  # noqa: PTH108 - as above

    def _make_whole(self) -> None:
        """Give a lock file that was cut off its length back: those who have it open write into it once more."""
        with suppress(OSError), open(self._lock_path, "r+b") as lock:  # noqa: PTH123 - as above
            os.posix_fallocate(lock.fileno(), 0, LOCK_BYTES)

    def __del__(self) -> None:
        if not hasattr(self, "descriptor"):
            return
        if self._lock.size() < LOCK_BYTES:
            _abandoned.append(self)
        else:
            os.close(self.descriptor)


def _mark(descriptor: int) -> None:
    now = time.time_ns()
    os.utime(descriptor, ns=(now, now - now % _SECOND + _MARK))


def is_marked(status: os.stat_result) -> bool:
    """Say whether nobody else has written to a file, by its time."""
    return status.st_mtime_ns % _SECOND == _MARK


def lock_of(path: Path) -> str:
    """Name the lock file, which LMDB calls so."""
    return f"{path}-lock"
