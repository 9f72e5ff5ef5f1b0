"""Where the workers of one server count together: memory and a file that nobody else finds and that end with them.

Neither lies in a folder: a full disk takes nothing away, and a server that is killed leaves nothing behind.
"""

import logging
import os
import tempfile
import time
from dataclasses import dataclass

from guard_api.store.shared_memory.rate_limits import shared_memory
from guard_api.store.shared_memory.server import ServerRecord

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shared:
    """What workers inherit. Without it, each of them counts alone."""

    rate_limiter: memoryview | None = None
    """What is left of quotas."""
    counts: int | None = None
    """The file for what is counted."""
    server: ServerRecord | None = None
    """What the main process writes down of itself."""


def shared_by_workers() -> Shared:
    """Make what workers share, before there are any, in the process that they will be children of."""
    try:
        return Shared(shared_memory(), _nameless_file(), ServerRecord(os.getpid(), time.time()))
    except OSError as error:
        _log.warning("each worker counts alone: %s", error)
        return Shared()


def _nameless_file() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("counts")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
