"""One of a node's workers has the follower, as a process of its own that ends with it; another takes over."""

import ctypes
import fcntl
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

from guard_api.store.sqlite.private_files import private

_log = logging.getLogger(__name__)
_PR_SET_PDEATHSIG = 1
"""From linux/prctl.h."""
_AGAIN_SECONDS = 0.25
_COMMAND = (sys.executable, "-m", "guard_api", "follow", "--parent")


def end_with(parent: int) -> None:
    """Have Linux end this process with the thread that has started it, or end at once where its process has gone.

    It is for the child to say: where a process with threads forks, others may hold locks for ever that Python or SQLite
    need before the child has become another program (`preexec_fn`).
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(0)


def have_follower(copy: Path) -> None:
    """Have this process start the follower of its node once no other process of the node has it."""
    threading.Thread(target=_keep, args=(copy,), daemon=True).start()


def _keep(copy: Path) -> NoReturn:
    lock = private(f"{copy}.following", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    # This thread lives as long as the worker, and the follower ends with it.
    command = [*_COMMAND, str(os.getpid())]
    while True:
        try:
            with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
                process.wait()
        except OSError as error:
            _log.warning("the follower could not be started: %s", error.strerror)
        time.sleep(_AGAIN_SECONDS)
