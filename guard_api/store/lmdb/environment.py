"""A file that LMDB keeps, for all processes of the machine, whatever befalls it.

LMDB maps its two files into memory and trusts them. Whoever cuts one off, or writes garbage into it, ends every process
that looks at it next. So each transaction begins with a look at the files from outside: whether they are still those
that were opened, as long as they were, and whether anybody else has written. Who writes here leaves a mark in the
file's time; where it is missing, the file is looked through, and is begun anew when it is not sound.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import lmdb

from guard_api.errors import StoreUnavailable
from guard_api.store.lmdb.open_file import BROKEN, SOUND, OpenFile, State
from guard_api.store.lmdb.opening import open_file
from guard_api.store.lmdb.pages import Damaged
from guard_api.store.sqlite.transactions import acquire

if TYPE_CHECKING:
    Transaction = lmdb.Transaction[bytes]
else:
    Transaction = lmdb.Transaction

_log = logging.getLogger(__name__)
_WAIT_SECONDS = 1.0


class Renewed(StoreUnavailable):
    """The file was found broken, and is gone. Nothing was done; what is done next begins anew."""


class Environment:
    """A file of LMDB, with what keeps writers apart: its own lock would have them wait for ever."""

    def __init__(self, path: Path, *, durable: bool) -> None:
        """Open it with the first transaction, or make it; `durable` says whether transactions wait for the disk."""
        self._path = path
        self._durable = durable
        self._alone = Lock()
        self._open: OpenFile | None = None

    def begin(self, wait_seconds: float = _WAIT_SECONDS) -> Transaction:
        """Begin a transaction that reads. It waits for nobody, unless somebody is at the file who has no mark."""
        file = self._open
        if file is None or ((state := file.state()) is not SOUND and not self._is_being_written(file, state)):
            with self._held(wait_seconds) as file:
                return file.environment.begin()
        return file.environment.begin()

    def _is_being_written(self, file: OpenFile, state: State) -> bool:
        """Say whether a file lacks its mark only because one of us, who found it sound, is writing to it now."""
        if state is not State.TOUCHED or not file.is_claimed():
            return False
        if not self._alone.acquire(blocking=False):
            return True
        try:
            flock(file.descriptor, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            return True
        else:
            # Who claimed it was killed, or has just ended.
            flock(file.descriptor, LOCK_UN)
            return False
        finally:
            self._alone.release()

    def writing(self, wait_seconds: float) -> "_Writing":
        """Give a transaction that commits at the end, after all others of this process and of any other."""
        return _Writing(self, wait_seconds)

    def write(self, wait_seconds: float) -> tuple[OpenFile, Transaction]:
        """Begin a transaction that writes, which `written` has to end."""
        file = self._hold(wait_seconds)
        try:
            file.claim()
            return file, file.environment.begin(write=True)
        except BaseException as error:
            self.written(file, error)
            raise

    def written(self, file: OpenFile, error: BaseException | None) -> None:
        """Let others write, when a transaction has ended. Raises Renewed where it has found the file broken."""
        try:
            if isinstance(error, BROKEN):
                file.remove()
                raise self._renewed(str(error)) from error
        finally:
            file.mark()
            file.disclaim()
            self._let_go(file)

    def reap(self) -> None:
        """Take back what readers hold that were killed: meanwhile nothing that is deleted frees any space."""
        with self._held(_WAIT_SECONDS) as file:
            file.environment.reader_check()

    def begin_anew_if(self, is_empty: Callable[[Transaction], bool]) -> bool:
        """Remove a file that holds nothing any more: LMDB leaves what was deleted there until it needs the place."""
        with self._held(_WAIT_SECONDS) as file:
            with file.environment.begin() as transaction:
                empty = is_empty(transaction)
            if empty:
                file.remove()
                self._open = None
            return empty

    def write_anew(self) -> None:
        """Have a file of what there is, without what was deleted, in the place of this one."""
        with self._held(_WAIT_SECONDS) as file:
            if file.write_anew():
                self._open = None

    @contextmanager
    def _held(self, wait_seconds: float) -> Iterator[OpenFile]:
        file = self._hold(wait_seconds)
        try:
            yield file
        finally:
            self._let_go(file)

    def _hold(self, wait_seconds: float) -> OpenFile:
        """Have nobody write, and the file known to be sound."""
        deadline = time.monotonic() + wait_seconds
        if not (self._alone.acquire(blocking=False) or self._alone.acquire(timeout=wait_seconds)):
            raise StoreUnavailable("another thread holds the file")
        try:
            return self._taken(deadline)
        except BaseException:
            self._alone.release()
            raise

    def _let_go(self, file: OpenFile) -> None:
        try:
            flock(file.descriptor, LOCK_UN)
        finally:
            self._alone.release()

    def _taken(self, deadline: float) -> OpenFile:
        """Take the lock of the file that is there now: another process may have begun anew while we waited."""
        while True:
            file = self._open
            if file is None:
                file = self._open = self._opened(deadline)
            acquire(file.descriptor, deadline)
            try:
                if self._is_sound(file):
                    return file
            except BaseException:
                flock(file.descriptor, LOCK_UN)
                raise
            flock(file.descriptor, LOCK_UN)
            self._open = None

    def _opened(self, deadline: float) -> OpenFile:
        try:
            return open_file(self._path, deadline, durable=self._durable)
        except (Damaged, *BROKEN) as error:
            raise self._renewed(str(error)) from error

    def _is_sound(self, file: OpenFile) -> bool:
        """Say whether a file that nobody writes to may be used. Raises Renewed where it is broken."""
        state = file.state()
        if state is SOUND:
            return True
        if state is State.TOUCHED:
            file.disclaim()
            try:
                file.look_through()
            except Damaged as damage:
                file.remove()
                raise self._renewed(str(damage)) from damage
            return True
        if state is State.LOCK_BROKEN:
            file.remove_lock()
        return False

    def _renewed(self, why: str) -> Renewed:
        """Say that the file is gone, and begin with another."""
        self._open = None
        _log.error(
            "%s was damaged (%s): it was removed, and what it held begins anew. Nothing is left to do, unless it"
            " happens again: then look for what else writes to this file, and whether the disk is well",
            self._path.name,
            why,
        )
        return Renewed(f"{self._path.name} was damaged, and begins anew")


class _Writing:
    """A transaction in a with statement. A class: generators take a microsecond longer, each."""

    __slots__ = ("_environment", "_file", "_transaction", "_wait")

    def __init__(self, environment: Environment, wait_seconds: float) -> None:
        self._environment = environment
        self._wait = wait_seconds

    def __enter__(self) -> Transaction:
        self._file, self._transaction = self._environment.write(self._wait)
        return self._transaction

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._transaction.commit()
            else:
                self._transaction.abort()
        except BaseException as failure:
            self._environment.written(self._file, failure)
            raise
        self._environment.written(self._file, error)


_files: WeakValueDictionary[Path, Environment] = WeakValueDictionary()
_opening = Lock()


def opened(path: Path, *, durable: bool = False) -> Environment:
    """Give a file, opened with the first look: LMDB wants it opened once in a process, and after a fork."""
    with _opening:
        file = _files.get(path)
        if file is None:
            file = _files[path] = Environment(path, durable=durable)
        return file
