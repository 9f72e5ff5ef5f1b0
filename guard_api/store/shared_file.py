"""A file that LMDB keeps, for all processes of the machine."""

import logging
import mmap
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_UN, flock
from pathlib import Path
from struct import pack
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import lmdb

from guard_api.errors import StoreUnavailable
from guard_api.store.transactions import take

if TYPE_CHECKING:
    Transaction = lmdb.Transaction[bytes]
else:
    Transaction = lmdb.Transaction

_log = logging.getLogger(__name__)
_LARGEST = 1 << 35
"""Bytes that the file may grow to: addresses that are set aside, not memory."""
_MODE = 0o600
_READERS = 1024
"""Threads of all processes that may read at once."""
_SIGN = pack("=II", 0xBEEFC0DE, 1)
"""What a file of LMDB has behind its first header: MDB_MAGIC and MDB_DATA_VERSION."""
_HEADER = 16


class SharedFile:
    """A file of LMDB that is open, with what keeps writers apart: its own lock would have them wait for ever."""

    def __init__(self, path: Path, *, durable: bool) -> None:
        """Open it, or make it; `durable` says whether transactions wait for the disk."""
        self._environment = _opened_anew(path, durable=durable)
        self._alone = Lock()
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._head = mmap.mmap(self._descriptor, _HEADER + len(_SIGN), access=mmap.ACCESS_READ)

    def begin(self, *, write: bool = False) -> Transaction:
        """Begin a transaction. LMDB trusts what it finds: garbage that was put there would end the process."""
        if self._head[_HEADER:] != _SIGN:
            raise StoreUnavailable("the file of timelines is broken; the next start makes a new one")
        return self._environment.begin(write=write)

    def reap(self) -> None:
        """Take back what readers hold that were killed: meanwhile nothing that is deleted frees any space."""
        self._environment.reader_check()

    @contextmanager
    def writing(self, wait_seconds: float) -> Iterator[Transaction]:
        """Give a transaction that commits at the end, after all others of this process and of any other."""
        deadline = time.monotonic() + wait_seconds
        if not self._alone.acquire(timeout=wait_seconds):
            raise StoreUnavailable("another thread holds the timelines")
        try:
            take(self._descriptor, deadline)
            try:
                with self.begin(write=True) as transaction:
                    yield transaction
            finally:
                flock(self._descriptor, LOCK_UN)
        finally:
            self._alone.release()

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            os.close(self._descriptor)


_files: WeakValueDictionary[Path, SharedFile] = WeakValueDictionary()
_opening = Lock()


def opened(path: Path, *, durable: bool = False) -> SharedFile:
    """Give a file, opened with the first look: LMDB wants it opened once in a process, and after a fork."""
    with _opening:
        file = _files.get(path)
        if file is None:
            file = _files[path] = SharedFile(path, durable=durable)
        return file


def _opened_anew(path: Path, *, durable: bool) -> lmdb.Environment:
    def opened() -> lmdb.Environment:
        return lmdb.open(str(path), map_size=_LARGEST, subdir=False, max_readers=_READERS, mode=_MODE, sync=durable)

    try:
        return opened()
    except (lmdb.InvalidError, lmdb.VersionMismatchError, lmdb.CorruptedError) as error:
        _log.warning("timelines begin anew: %s", error)
        path.unlink()
        return opened()
