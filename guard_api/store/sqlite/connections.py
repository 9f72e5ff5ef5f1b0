"""What threads have open on a SQLite file: to write, each its own; those that read are lent."""

import os
import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # pysqlite3 where it is installed

from guard_api.store.sqlite.transactions import TranslatesErrors, WriteTransaction, translated

Connection = sqlite3.Connection


def open_locks(path: Path) -> tuple[int, int]:
    """Open the gate of a database and the lock behind it, at which writers queue."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    return os.open(f"{path}.gate", flags, 0o600), os.open(f"{path}.lock", flags, 0o600)


class Opened:
    """What one thread has opened, by durability; closed with the thread."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self.connections: dict[StrEnum, Connection] = {}
        self.writing: dict[StrEnum, WriteTransaction] = {}
        self.locks: tuple[int, int] | tuple[()] = ()

    def lock_files(self, path: Path) -> tuple[int, int]:
        """Open the gate and the lock behind it."""
        if not self.locks:
            self.locks = open_locks(path)
        return self.locks

    def close(self) -> None:
        """Close everything."""
        self.writing.clear()
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()
        for lock in self.locks:
            os.close(lock)
        self.locks = ()

    __del__ = close


class PerThread(threading.local):
    """A fresh `opened` in every thread that looks."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.opened = Opened()


class Reading(TranslatesErrors):
    """A connection for reading, opened with the first look, that goes back to the others when the reader is done."""

    __slots__ = ("_connection", "_idle", "_open")

    def __init__(self, failed: Callable[[], None], idle: "list[Reading]", connect: Callable[[], Connection]) -> None:
        """Open with `connect`, go back to `idle`, and tell `failed` of every failure."""
        super().__init__(failed)
        self._connection: Connection | None = None
        self._idle = idle
        self._open = connect

    def __enter__(self) -> Connection:
        if self._connection is None:
            with translated(self._failed):
                self._connection = self._open()
        return self._connection

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._idle.append(self)
        if error is not None:
            super().__exit__(kind, error, trace)

    def close(self) -> None:
        """Close the connection, where there is one."""
        if self._connection is not None:
            self._connection.close()
