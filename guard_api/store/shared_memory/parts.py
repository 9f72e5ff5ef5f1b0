"""Parts of a file in shared memory: each worker has one, and leaves it to the one that comes after it."""

import fcntl
import mmap
import os


def whole_pages(size: int) -> int:
    """Return how many bytes a part takes that holds so many."""
    return -(-size // mmap.ALLOCATIONGRANULARITY) * mmap.ALLOCATIONGRANULARITY


def claimed(file: int, part: int) -> "memoryview[float]":
    """Take the first part, of so many bytes, that no living worker has: the lock goes with the process."""
    number = 0
    while True:
        start = number * part
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, start)
        except (BlockingIOError, PermissionError):  # POSIX leaves systems the choice
            number += 1
            continue
        _allocate(file, start, part)
        return memoryview(mmap.mmap(file, part, offset=start)).cast("d")


def _allocate(file: int, start: int, length: int) -> None:
    """Have memory for a part of a file. Of what is only promised, the first use may end the process."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, start, length)
    elif os.fstat(file).st_size < start + length:
        os.ftruncate(file, start + length)
