"""The production server: Granian, with one application a worker process.

Chosen by measurement (README, "Why Granian"). A client that is slow with its body holds a thread until it is done:
towards the internet, put a proxy in front that reads whole requests first.

No answer is lost when workers are replaced or told to stop. The main process keeps the sockets: Granian has each worker
open its own, and whoever waits at the one of a worker that ends is cut off. (With one for all workers, the first to
wake up takes most connections: two gave a quarter fewer answers.) And a worker first takes its leave: it accepts nobody
any more, and `Connection: close` in its answers sends its clients elsewhere before it closes connections.
"""

import ctypes
import gc
import logging
import multiprocessing
import os
import secrets
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketHolder  # type: ignore[attr-defined] # where Granian itself imports it from
from granian.server.mp import MPServer, WorkerProcess

from guard_api.actions.keep_up import keep_up
from guard_api.app import open_services
from guard_api.config import Config
from guard_api.logs import configuration, configure
from guard_api.shared.budgets import make_memory
from guard_api.texts import LANGUAGES, texts_in
from guard_api.web.app import create_app

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

_PR_SET_PDEATHSIG = 1
"""From linux/prctl.h."""
_SO_ATTACH_FILTER = 26
"""From asm-generic/socket.h."""
_DROP_ALL = struct.pack("HBBI", 6, 0, 0, 0)
"""A filter of one instruction, from linux/bpf_common.h: BPF_RET | BPF_K, keep 0 bytes."""
_BACKLOG = 1024
_ACCEPT_SECONDS = 0.05
"""How long workers may take to accept whoever is in when the server stops."""
_LEAVE_SECONDS = 1
"""How long a worker sends its clients elsewhere before it stops: who asks more rarely has an idle connection closed."""
_STOP_SECONDS = 10
"""How long a worker may finish what it has begun when it is told to stop."""
_HEADER_MILLISECONDS = 10_000


def listening(host: str, port: int, workers: int) -> tuple[socket.socket, ...]:
    """Give a socket for each worker. Raises OSError where the port is taken or the address not this machine's."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    # These sockets would share the port with those of another server.
    socket.create_server((host, port), family=family).close()
    listeners = [
        socket.create_server((host, port), family=family, backlog=_BACKLOG, reuse_port=True) for _ in range(workers)
    ]
    for listener in listeners:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return tuple(listeners)


Load = Callable[[Config, Path], "Flask"]
"""What makes the application of a worker, of its settings and the folder in which workers count together."""


def serve(config: Config, listeners: tuple[socket.socket, ...], load: Load | None = None) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP replaces the workers one by one."""
    logging.getLogger("_granian").addFilter(_is_news)
    multiprocessing.set_start_method("fork", force=True)
    server = _Server(
        "guard_api.serving:load_app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=len(listeners),
        blocking_threads=config.threads,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
        log_level=LogLevels(config.log_level.lower()),
        log_dictconfig=configuration(config.log_level, config.log_format),
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.listeners, server.cores = listeners, _cores()
    with tempfile.TemporaryDirectory(prefix="guard-api-") as folder:
        shared = Path(folder)
        make_memory(shared)
        for language in LANGUAGES:
            texts_in(language)
        # What is loaded by now is never rubbish. Without this, each worker's collector writes into every page of it,
        # and a worker has 40 MiB of its own in the place of 23.
        gc.freeze()
        server.serve(target_loader=partial(_work, config, shared, listeners, load or load_app), wrap_loader=False)


def _cores() -> Sequence[int]:
    """List the cores that we may use, beginning anywhere: other servers on the machine may be few workers, too."""
    if sys.platform != "linux":
        return range(1)
    cores = sorted(os.sched_getaffinity(0))
    first = secrets.randbelow(len(cores))
    return cores[first:] + cores[:first]


class _Server(MPServer):
    """Granian with listening sockets that outlive their workers."""

    listeners: tuple[socket.socket, ...]
    cores: Sequence[int]

    def _init_shared_socket(self) -> None:
        self._ssp = self._sso = None

    def _spawn_worker(  # type: ignore[override] # Granian's own signatures disagree
        self, idx: int, target: Callable[..., None], callback_loader: "Callable[[], Flask]"
    ) -> WorkerProcess:
        listener = self.listeners[idx].fileno()
        self._shd = SocketHolder(listener, uds=False, backlog=_BACKLOG)  # type: ignore[call-arg,assignment] # Granian's types know no arguments
        return super()._spawn_worker(idx, target, partial(_at_home, self.cores[idx % len(self.cores)], callback_loader))

    def _drop_shared_socket(self) -> None:
        """Let nobody in any more. Closing sockets at once would cut off those who are in, but not yet accepted."""
        if sys.platform == "linux":
            code = ctypes.create_string_buffer(_DROP_ALL)
            program = struct.pack("HL", 1, ctypes.addressof(code))
            for listener in self.listeners:
                listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
            time.sleep(_ACCEPT_SECONDS)
        for listener in self.listeners:
            listener.close()


def _at_home(core: int, load: "Callable[[], Flask]") -> "Flask":
    """Keep a worker to a core, and let its threads finish what they are at.

    They hand Python's lock to each other at calls into SQLite. From core to core that takes so long that one worker on
    two cores answers a third of the look-ups that it answers on one, and two on two two thirds. And without SCHED_BATCH
    whichever thread wakes up interrupts the one at work: a twelfth fewer look-ups.
    """
    if sys.platform == "linux":
        os.sched_setaffinity(0, {core})
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    return load()


def _work(config: Config, shared: Path, listeners: tuple[socket.socket, ...], load: Load) -> "Flask":
    _end_with_supervisor()
    # Before there are other threads: SIGTERM is for the one that waits for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    app = load(config, shared)
    threading.Thread(target=_leave, args=(app, listeners, threading.get_ident()), daemon=True).start()
    return app


def _leave(app: "Flask", listeners: tuple[socket.socket, ...], main: int) -> None:
    """Wait for SIGTERM, take leave, and then let Granian stop this worker, by a signal that it knows."""
    signal.sigwait({signal.SIGTERM})
    # Granian cannot be told to accept no more and yet go on: it gets a socket at which nobody comes.
    nobody = socket.socket(socket.AF_UNIX)
    nobody.bind("")
    nobody.listen()
    nobody.settimeout(0)
    for listener in listeners:
        os.dup2(nobody.fileno(), listener.fileno())
    app.wsgi_app = _closing(app.wsgi_app)  # type: ignore[assignment,method-assign] # as Flask documents it
    time.sleep(_LEAVE_SECONDS)
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


def load_app(config: Config, shared: Path) -> "Flask":
    """Make the application; runs in every worker, so that connections are opened after the fork."""
    configure(config.log_level, config.log_format)
    services = open_services(config, shared=shared)
    services.reference.current()  # the first who asks shall not wait until it has been read
    threading.Thread(target=keep_up, args=(services,), daemon=True).start()
    return create_app(services)


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out Granian's doubts about many threads: they are for clients that are slow, not for speed."""
    return "Python threads" not in record.getMessage()
