"""The production server: Granian, with one application a worker process.

Chosen by measurement (README, "Why Granian"). A client that is slow with its body holds a thread until it is done:
towards the internet, put a proxy in front that reads whole requests first.
"""

import ctypes
import logging.config
import signal
import socket
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from guard_api.app import create_app, open_services
from guard_api.config import Config
from guard_api.logs import configuration
from guard_api.shared.budgets import make_memory

if TYPE_CHECKING:
    from flask import Flask

_PR_SET_PDEATHSIG = 1
"""From linux/prctl.h."""
_STOP_SECONDS = 10
"""How long a worker may finish what it has begun when it is told to stop."""
_HEADER_MILLISECONDS = 10_000


def is_free(host: str, port: int) -> bool:
    """Say whether a server could listen there."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((host, port), family=family):
            return True
    except OSError:
        return False


def _end_with_supervisor() -> None:
    """Have Linux stop this worker when the main process dies: orphans would keep the port and yesterday's code."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _work(config: Config, shared: Path) -> "Flask":
    _end_with_supervisor()
    return load_app(config, shared)


def load_app(config: Config, shared: Path) -> "Flask":
    """Make the application; runs in every worker, so that connections are opened after the fork."""
    logging.config.dictConfig(configuration(config.log_level, config.log_format))
    return create_app(open_services(config, shared=shared))


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out Granian's doubts about many threads: they are for clients that are slow, not for speed."""
    return "Python threads" not in record.getMessage()


def serve(config: Config) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP replaces the workers one by one."""
    logging.getLogger("_granian").addFilter(_is_news)
    server = Granian(
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
        workers_kill_timeout=_STOP_SECONDS,
    )
    with tempfile.TemporaryDirectory(prefix="guard-api-") as folder:
        shared = Path(folder)
        make_memory(shared)
        server.serve(target_loader=partial(_work, config, shared), wrap_loader=False)
