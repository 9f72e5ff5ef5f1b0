"""The production server: Granian, with one application a worker process.

Chosen by measurement (README, "Why Granian"). A client that is slow with its body holds a thread until it is done:
towards the internet, put a proxy in front that reads whole requests first.

No answer is lost when workers are replaced or told to stop. All share one listening socket: with one each, as Granian
has it, whoever waits at the socket of a worker that ends is cut off. And a worker first takes its leave: it accepts
nobody any more, and `Connection: close` in its answers sends its clients elsewhere before it closes connections.
"""

import ctypes
import gc
import logging.config
import multiprocessing
import os
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.net import SocketHolder  # type: ignore[attr-defined] # where Granian itself imports it from
from granian.server.mp import MPServer

from guard_api.app import create_app, open_services
from guard_api.config import Config
from guard_api.logs import configuration
from guard_api.shared.budgets import make_memory
from guard_api.web.turn import Turns

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
_LEAVE_SECONDS = 1
"""How long a worker sends its clients elsewhere before it stops: who asks more rarely has an idle connection closed."""
_STOP_SECONDS = 10
"""How long a worker may finish what it has begun when it is told to stop."""
_HEADER_MILLISECONDS = 10_000


def listening(host: str, port: int) -> socket.socket:
    """Give the socket of the server. Raises OSError where the port is taken or the address not this machine's."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def serve(config: Config, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP replaces the workers one by one."""
    logging.getLogger("_granian").addFilter(_is_news)
    multiprocessing.set_start_method("fork", force=True)
    server = _Server(
        "guard_api.serving:load_app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.worker_count,
        blocking_threads=config.threads,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
        log_level=LogLevels(config.log_level.lower()),
        log_dictconfig=configuration(config.log_level, config.log_format),
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=_STOP_SECONDS,
    )
    server.listener = listener
    with tempfile.TemporaryDirectory(prefix="guard-api-") as folder:
        shared = Path(folder)
        make_memory(shared)
        # What is loaded by now is never rubbish. Without this, the collector of each worker writes into every page of it,
        # and a worker has 40 MiB of its own in the place of 23.
        gc.freeze()
        server.serve(target_loader=partial(_work, config, shared, listener), wrap_loader=False)


class _Server(MPServer):
    """Granian with one listening socket for all workers."""

    listener: socket.socket

    def _init_shared_socket(self) -> None:
        self._ssp = self._sso = None
        self._shd = SocketHolder(self.listener.fileno(), uds=False, backlog=_BACKLOG)  # type: ignore[call-arg,assignment] # Granian's types know no arguments

    def _drop_shared_socket(self) -> None:
        """Let nobody in any more. Closing the socket at once would cut off those who are in, but not yet accepted."""
        if sys.platform == "linux":
            code = ctypes.create_string_buffer(_DROP_ALL)
            program = struct.pack("HL", 1, ctypes.addressof(code))
            self.listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
            time.sleep(0.05)
        self.listener.close()


def _work(config: Config, shared: Path, listener: socket.socket) -> "Flask":
    _end_with_supervisor()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    app = load_app(config, shared)
    threading.Thread(target=_leave, args=(app, listener, threading.get_ident()), daemon=True).start()
    return app


def _leave(app: "Flask", listener: socket.socket, main: int) -> None:
    """Wait for SIGTERM, take leave, and then let Granian stop this worker, by a signal that it knows."""
    signal.sigwait({signal.SIGTERM})
    nobody = socket.socket(socket.AF_UNIX)
    nobody.bind("")
    nobody.listen()
    nobody.settimeout(0)
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
    logging.config.dictConfig(configuration(config.log_level, config.log_format))
    app = create_app(open_services(config, shared=shared))
    app.wsgi_app = Turns(app.wsgi_app)  # type: ignore[method-assign] # as Flask documents it
    return app


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out Granian's doubts about many threads: they are for clients that are slow, not for speed."""
    return "Python threads" not in record.getMessage()
