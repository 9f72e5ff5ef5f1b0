"""The main process: it holds the sockets, and sees to it that there are workers.

Of Granian's names that are overridden, those with an underscore are private: hence the pin to a minor version of it.
Its own main loop ends the server where a worker dies twice within 5.5 seconds, and misses one that dies while it looks
away from another. And there is no other way to have sockets outlive the workers.
"""

import logging
import multiprocessing.connection
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from granian.net import SocketHolder  # type: ignore[attr-defined] # where Granian itself imports it from
from granian.server.mp import MPServer, WorkerProcess

from guard_api.serving.steering import drop_new, steer, waiting
from guard_api.store.shared_memory.server import Replaced, ServerRecord

if TYPE_CHECKING:
    from flask import Flask

_log = logging.getLogger(__name__)
BACKLOG = 1024
_ACCEPT_SECONDS = 3.0
"""How long workers may take at most to accept whoever is in when the server stops: one that is stuck never does."""
_MOMENT_SECONDS = 0.05
_LOOK_SECONDS = 0.25
_SOON_SECONDS = 5.0
"""Who dies so soon after its birth may do so again."""
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0
"""Seconds until one that died so soon is replaced: twice as long each time."""

Target = Callable[..., None]
Loader = Callable[[], "Flask"]
AtHome = Callable[[int, Loader], "Flask"]
"""What has a worker at home on a core, and loads its application there."""


class Interrupt(threading.Event):
    """An event that a signal handler may set, also while another one sets it or the main thread clears it.

    `threading.Event` holds a lock meanwhile: two signals at once, as SIGTERM and SIGHUP, or somebody who presses Ctrl-C
    twice, and the handler waits for itself, for ever. `put` of a SimpleQueue is re-entrant, as Python documents.
    """

    def __init__(self) -> None:
        """Begin not set."""
        super().__init__()
        self._set: SimpleQueue[None] = SimpleQueue()

    def is_set(self) -> bool:
        """Whether it has been set and not been cleared."""
        return not self._set.empty()

    def set(self) -> None:
        """Wake who waits."""
        self._set.put(None)

    def clear(self) -> None:
        """Forget that it has been set."""
        with suppress(Empty):
            while True:
                self._set.get_nowait()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, at most for `timeout` seconds; says whether it is."""
        try:
            self._set.get(timeout=timeout)
        except Empty:
            return False
        self._set.put(None)
        return True


class Supervisor(MPServer):
    """Granian with listening sockets that outlive their workers, and with workers that are replaced for ever."""

    def take(
        self,
        listeners: tuple[socket.socket, ...],
        cores: Sequence[int],
        at_home: AtHome,
        well: Callable[[], bool],
        record: ServerRecord | None,
    ) -> None:
        """Take the sockets, the cores for workers, what says whether workers could load what they need, and a record.

        In the record stands who was replaced.
        """
        self.main_loop_interrupt = Interrupt()
        self._record = record
        self._listeners, self._cores, self._at_home, self._well = listeners, cores, at_home, well
        self._pauses = [0.0] * len(listeners)
        self._due = [0.0] * len(listeners)
        self._dead: Sequence[int] = ()

    def _init_shared_socket(self) -> None:
        self._ssp = self._sso = None

    def _spawn_worker(  # type: ignore[override] # Granian's own signatures disagree
        self, idx: int, target: Target, callback_loader: Loader
    ) -> WorkerProcess:
        listener = self._listeners[idx].fileno()
        self._shd = SocketHolder(listener, uds=False, backlog=BACKLOG)  # type: ignore[call-arg,assignment] # Granian's types know no arguments
        load = partial(self._at_home, self._cores[idx % len(self._cores)], callback_loader)
        worker = super()._spawn_worker(idx, target, load)
        # Granian's asks who may have reaped it: for a moment, a dead worker lives, and is said to refuse to stop.
        worker.is_alive = partial(_lives, worker)  # type: ignore[method-assign]
        return worker

    def _serve_loop(self, spawn_target: Target, target_loader: Loader) -> None:
        self.on_shutdown(self.interrupt_children.clear)  # who was told to stop as we were has not failed
        replace = partial(self._replace, spawn_target, target_loader)
        old: deque[int] = deque()
        while True:
            self.main_loop_interrupt.wait(0 if old and not self._dead else _LOOK_SECONDS)
            self.main_loop_interrupt.clear()
            self.interrupt_children.clear()
            if self.interrupt_signal:
                return
            if self.reload_signal:
                self.reload_signal = False
                old = deque(range(self.workers))
            for idx in self._to_be_replaced():
                replace(Replaced.DIED, idx)
            if old and not self._dead:
                if self._well():
                    replace(Replaced.RELOAD, old.popleft(), self.respawn_interval)
                else:
                    _log.error("the workers stay: new ones could not read the database")
                    old.clear()

    def _replace(self, spawn_target: Target, target_loader: Loader, why: Replaced, idx: int, delay: float = 0) -> None:
        before = [*self.wrks]
        try:
            self._respawn_workers([idx], spawn_target, target_loader, delay)
        except (OSError, RuntimeError) as error:  # no process or thread to be had
            self.wrks[:] = before
            _log.error("worker-%d is not replaced: %s", idx + 1, error)
        else:
            if self._record is not None:
                self._record.replaced(why)

    def _to_be_replaced(self) -> Sequence[int]:
        """List dead workers whose time has come. Until then the others answer for them."""
        now, workers = time.monotonic(), [*self.wrks]
        dead = [worker.idx for worker in workers if not _lives(worker)]
        if not dead:
            self._dead = dead
            return dead
        for idx in dead:
            if idx not in self._dead:
                self._note_death(idx, now - workers[idx].birth)
        due = [idx for idx in dead if self._due[idx] <= now]
        if due and len(dead) < len(workers) and not self._well() and self._pass_by(dead):
            due = []  # the others know keys that a new one could not read
        self._dead = [idx for idx in dead if idx not in due]
        self._pass_by(self._dead)
        return due

    def _note_death(self, idx: int, lived: float) -> None:
        again = min(max(2 * self._pauses[idx], _SHORTEST_PAUSE), _LONGEST_PAUSE)
        self._pauses[idx] = again if lived < _SOON_SECONDS else 0.0
        self._due[idx] = time.monotonic() + self._pauses[idx]

    def _pass_by(self, dead: Sequence[int]) -> bool:
        """Let the others have the connections of dead workers; says whether it can be done."""
        living = [idx for idx in range(self.workers) if idx not in dead]
        if not steer(self._listeners, living):
            return False
        if living:
            for idx in dead:
                _turn_away(self._listeners[idx])
        return True

    def _drop_shared_socket(self) -> None:
        """Let nobody in any more. Closing sockets at once would cut off those who are in, but not yet accepted."""
        with suppress(OSError):  # it only spares those who come within a moment
            drop_new(self._listeners)
        deadline = time.monotonic() + _ACCEPT_SECONDS
        time.sleep(_MOMENT_SECONDS)
        while any(map(waiting, self._listeners)) and time.monotonic() < deadline:
            time.sleep(_MOMENT_SECONDS)
        for listener in self._listeners:
            listener.close()


def _turn_away(listener: socket.socket) -> None:
    """Close connections that wait for a dead worker: their clients come again, and to others."""
    listener.settimeout(0)
    with suppress(OSError):
        while True:
            listener.accept()[0].close()


def _lives(worker: WorkerProcess) -> bool:
    return not multiprocessing.connection.wait([worker.inner.sentinel], 0)
