"""The production server: Granian, with one application a worker process.

Chosen by measurement (README, "Why Granian"). Who is slow with a body or to take an answer keeps nobody waiting, and
not for long (`crew`, `stalls`).

No answer is lost when workers are replaced or told to stop. The main process keeps the sockets (`supervisor`): Granian
has each worker open its own, and whoever waits at the one of a worker that ends is cut off. (With one for all workers,
the first to wake up takes most connections: two gave a quarter fewer answers.) And a worker first takes its leave: it
accepts nobody any more, and `Connection: close` in its answers sends its clients elsewhere before it closes any.
"""

import gc
import logging
import multiprocessing
import os
import resource
import secrets
import socket
import sys
from collections.abc import Sequence
from functools import partial

import granian.server.mp
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from guard_api.config import Config
from guard_api.logs import configuration, configure, log_event
from guard_api.serving.supervisor import BACKLOG, Supervisor
from guard_api.serving.waiting_room import WaitingRoom, hold_back
from guard_api.serving.worker import STANDING_BY, Handed, Load, at_home, load_app, work
from guard_api.store.shared_memory.memory import shared_by_workers
from guard_api.texts import LANGUAGES, texts_in
from guard_api.version import program_version

_log = logging.getLogger(__name__)
_STOP_SECONDS = 20
"""How long a worker may finish what it has begun when it is told to stop: less than units and containers give us."""
_HEADER_MILLISECONDS = 10_000
_CONNECTIONS = 2048
"""Connections that each worker has at most; further ones wait to be accepted."""
_FILES = 8192
"""Files and connections that a process should be allowed to have open."""


def listening(host: str, port: int, workers: int) -> tuple[socket.socket, ...]:
    """Give a socket for each worker. Raises OSError where the port is taken or the address not this machine's."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    # These sockets would share the port with those of another server.
    socket.create_server((host, port), family=family).close()
    listeners = [
        socket.create_server((host, port), family=family, backlog=BACKLOG, reuse_port=True) for _ in range(workers)
    ]
    for listener in listeners:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return tuple(listeners)


def serve(config: Config, listeners: tuple[socket.socket, ...], load: Load | None = None) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP replaces the workers one by one."""
    configure(config.log_level, config.log_format)
    logging.getLogger("_granian").addFilter(_is_news)
    multiprocessing.set_start_method("fork", force=True)
    places = _places()
    server = Supervisor(
        "guard_api.serving.worker:load_app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=len(listeners),
        blocking_threads=config.threads + STANDING_BY,
        backpressure=places,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
        websockets=False,
        log_level=LogLevels(config.log_level.lower()),
        log_dictconfig=configuration(config.log_level, config.log_format),
        respawn_interval=1,
        workers_kill_timeout=_STOP_SECONDS,
    )
    log_event(_log, "started", {"version": program_version(), "workers": len(listeners), "address": config.host})
    room = WaitingRoom()
    hold_back(granian.server.mp, room)
    handed = Handed(shared_by_workers(), places=3 * places // 4, room=room)
    well = partial(handed.renew, config) if load is None else _always
    well()
    server.take(listeners, _cores(), at_home, well, handed.shared.server)
    for language in LANGUAGES:
        texts_in(language)
    # What is loaded by now is never rubbish. Without this, each worker's collector writes into every page of it,
    # and a worker has 40 MiB of its own in the place of 23.
    gc.freeze()
    make = partial(work, config, handed, listeners, load or load_app, places)
    server.serve(target_loader=make, wrap_loader=False)


def _places() -> int:
    """Say how many connections a worker may have, so that it can open files as well; may be allowed more of both."""
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = max(few, min(_FILES, most)) if most != resource.RLIM_INFINITY else _FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return min(_CONNECTIONS, max(1, files // 2))


def _cores() -> Sequence[int]:
    """List the cores that we may use, beginning anywhere: other servers on the machine may be few workers, too."""
    if sys.platform != "linux":
        return range(1)
    cores = sorted(os.sched_getaffinity(0))
    first = secrets.randbelow(len(cores))
    return cores[first:] + cores[:first]


def _always() -> bool:
    return True


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out Granian's doubts about many threads: they are for clients that are slow, not for speed."""
    return "Python threads" not in record.getMessage()
