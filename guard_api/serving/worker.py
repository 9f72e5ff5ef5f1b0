"""A worker process: it makes the application, looks after its clients, and takes its leave when it is told to."""

import ctypes
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from guard_api.app import made_services, read_reference
from guard_api.config import Config
from guard_api.errors import GuardError
from guard_api.jobs.deliverer import Deliverer
from guard_api.jobs.worker import Worker
from guard_api.logs import configure
from guard_api.nodes import have_follower
from guard_api.ports import Services
from guard_api.serving.crew import Crew
from guard_api.serving.stalls import HURRIED, USUAL, Watch
from guard_api.serving.waiting_room import WaitingRoom
from guard_api.store.record import record_of_node
from guard_api.store.shared_memory.memory import Shared
from guard_api.store.sql.reference import Known
from guard_api.web.app import create_app, create_console

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

_log = logging.getLogger(__name__)
_PR_SET_PDEATHSIG = 1
"""From linux/prctl.h."""
_LEAVE_SECONDS = 1
"""How long a worker sends its clients elsewhere before it stops: who asks more rarely has an idle connection closed."""
_AGAIN_SECONDS = 1
"""How long a worker waits before it tries again to open a database that is broken."""
_AT_LAST = "guard_api.at_last"
"""Under it, the application keeps what is to be done before its process ends."""
STANDING_BY = 256
"""Threads that each worker may have beside those at work, for those that slow clients hold up."""
_LOOK_SECONDS, _LOOKS = 0.1, 10
"""How often a worker looks for threads that are held up; after so many looks, for connections that stall."""


@dataclass
class Handed:
    """What a worker is handed when it is made: where workers count together, and the lists that have been read."""

    shared: Shared
    known: Known | None = None
    places: int = 0
    """How many may wait for news at one worker."""
    room: WaitingRoom = field(default_factory=WaitingRoom)

    def renew(self, config: Config) -> bool:
        """Read the lists again; says whether the database can be read."""
        try:
            self.known = read_reference(config)
        except GuardError as error:
            _log.error("database: %s", error)
            return False
        return True


Load = Callable[[Config, Handed], "Flask"]
"""What makes the application of a worker."""


def at_home(core: int, load: "Callable[[], Flask]") -> "Flask":
    """Keep a worker to a core, and let its threads finish what they are at.

    They hand Python's lock to each other at calls into SQLite. From core to core that takes so long that one worker on
    two cores answers a third of the look-ups that it answers on one, and two on two two thirds. And without SCHED_BATCH
    whichever thread wakes up interrupts the one at work: a twelfth fewer look-ups.
    """
    if sys.platform == "linux":
        os.sched_setaffinity(0, {core})
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    return load()


def work(config: Config, handed: Handed, listeners: tuple[socket.socket, ...], load: Load, places: int) -> "Flask":
    """Make the application of this process, and begin to look after it; the connections have so many `places`."""
    _end_with_supervisor()
    # Before there are other threads: SIGTERM is for the one that waits for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    app = load(config, handed)
    crew, leaving = Crew(config.threads), threading.Event()
    app.wsgi_app = crew.answering(app.wsgi_app)  # type: ignore[assignment,method-assign] # as Flask documents it
    stalls = Watch(listeners[0].getsockname()[1])
    threading.Thread(target=_look_after, args=(crew, stalls, handed.room, places, leaving), daemon=True).start()
    threading.Thread(
        target=_leave, args=(app, listeners, handed.room, leaving, threading.get_ident()), daemon=True
    ).start()
    return app


def _look_after(crew: Crew, stalls: Watch, room: WaitingRoom, places: int, leaving: threading.Event) -> None:
    """Let slow clients hold nobody up, for as long as this worker lives."""
    connections, looks = 0, 0
    while True:
        time.sleep(_LOOK_SECONDS)
        crew.look()
        looks += 1
        # Who waits for news is no burden, and is answered in time.
        others, left = connections - len(room), places - len(room)
        scarce = leaving.is_set() or 2 * crew.held > STANDING_BY or 4 * others > 3 * left
        if scarce or looks % _LOOKS == 0:
            most = max(crew.held, others - left // 2)
            with suppress(OSError):
                connections = stalls.end_stalled(HURRIED if scarce else USUAL, most)


def _leave(
    app: "Flask", listeners: tuple[socket.socket, ...], room: WaitingRoom, leaving: threading.Event, main: int
) -> None:
    """Wait for SIGTERM, take leave, and then let Granian stop this worker, by a signal that it knows."""
    signal.sigwait({signal.SIGTERM})
    leaving.set()
    # Granian cannot be told to accept no more and yet go on: it gets a socket at which nobody comes.
    nobody = socket.socket(socket.AF_UNIX)
    nobody.bind("")
    nobody.listen()
    nobody.settimeout(0)
    for listener in listeners:
        os.dup2(nobody.fileno(), listener.fileno())
    room.close()
    app.wsgi_app = _closing(app.wsgi_app)  # type: ignore[assignment,method-assign] # as Flask documents it
    time.sleep(_LEAVE_SECONDS)
    if (at_last := app.extensions.get(_AT_LAST)) is not None:
        with suppress(GuardError):
            at_last()
    signal.pthread_kill(main, signal.SIGINT)


def _closing(answer: "WSGIApplication") -> "WSGIApplication":
    """Close each connection after its answer."""

    def closing(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        def start_last(
            status: str, headers: list[tuple[str, str]], failed: "OptExcInfo | None" = None, /
        ) -> Callable[[bytes], object]:
            return start(status, [*headers, ("Connection", "close")], failed)

        return answer(environ, start_last)

    return closing


def _end_with_supervisor() -> None:
    """Have Linux stop this worker when the main process dies: orphans would keep the port and yesterday's code."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def load_app(config: Config, handed: Handed) -> "Flask":
    """Make the application; runs in every worker, so that connections are opened after the fork.

    Where the database is broken, it answers without, and tries again.
    """
    return _load(config, handed, partial(create_app, console=config.has_console))


def load_console(config: Config, handed: Handed) -> "Flask":
    """Make the console alone."""
    return _load(config, handed, create_console)


def _load(config: Config, handed: Handed, make: Callable[[Services], "Flask"]) -> "Flask":
    configure(config.log_level, config.log_format)
    services, begin = made_services(config, shared=handed.shared, known=handed.known, make_record=record_of_node)
    have_follower(config)
    start = partial(_begun, services, begin)
    if not start():
        threading.Thread(target=_begin_later, args=(start,), daemon=True).start()
    app = make(services)
    app.extensions[_AT_LAST] = services.day_counts.write
    # Not before: what is counted until the routes are declared is forgotten.
    threading.Thread(target=Worker(services).run, daemon=True).start()
    threading.Thread(target=Deliverer(services).run, daemon=True).start()
    handed.room.open(services.alerts.news, handed.places)
    return app


def _begun(services: Services, begin: Callable[[], None]) -> bool:
    try:
        begin()
        services.reference.current()  # the first who asks shall not wait until it has been read
    except Exception:  # noqa: BLE001 - whatever it is, there are others to be answered
        _log.exception("this worker begins without the database")
        return False
    return True


def _begin_later(start: Callable[[], bool]) -> None:
    time.sleep(_AGAIN_SECONDS)
    while not start():
        time.sleep(_AGAIN_SECONDS)
