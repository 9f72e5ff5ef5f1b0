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
from functools import partial
from pathlib import Path
from typing import NoReturn

from guard_api.store.sqlite.private_files import private

_log = logging.getLogger(__name__)
_PR_SET_PDEATHSIG = 1
"""From linux/prctl.h."""
_AGAIN_SECONDS = 0.25
_COMMAND = (sys.executable, "-m", "guard_api", "follow")


def have_follower(copy: Path) -> None:
    """Have this process start the follower of its node once no other process of the node has it."""
    threading.Thread(target=_keep, args=(copy,), daemon=True).start()


def _keep(copy: Path) -> NoReturn:
    lock = private(f"{copy}.following", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    # Linux ends the child with the thread that has started it, which lives as long as the worker.
    die_too = partial(ctypes.CDLL(None).prctl, _PR_SET_PDEATHSIG, signal.SIGKILL) if sys.platform == "linux" else None
    while True:
        try:
            with subprocess.Popen(_COMMAND, stdin=subprocess.DEVNULL, preexec_fn=die_too) as process:  # noqa: S603, PLW1509 - our own command, and a call into the C library alone
                process.wait()
        except OSError as error:
            _log.warning("the follower could not be started: %s", error.strerror)
        time.sleep(_AGAIN_SECONDS)
