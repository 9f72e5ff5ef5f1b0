"""Jobs that are queued run in a process of their own: in a server's they would slow its answers down."""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from guard_api.actions.lists.run_job import import_turn
from guard_api.errors import StoreUnavailable
from guard_api.ports.jobs import Jobs, Work
from guard_api.ports.lists import Clock
from guard_api.ports.uploads import Uploads

_AGAIN_SECONDS = 1.0
_TRIES = 2
"""How often a process is started again that came no further than the one before."""


class ImportProcess:
    """The port `Runner`: starts `guard-api blocklist run-queued`, and starts it again when it dies.

    What it cannot even begin has failed, and says why.
    """

    def __init__(self, jobs: Jobs, uploads: Uploads, clock: Clock, database: Path) -> None:
        """Start nothing yet."""
        self._jobs = jobs
        self._uploads = uploads
        self._clock = clock
        self._database = database

    def start(self) -> None:
        """Start the process; where another one is at it already, it ends at once."""
        self._start(0)

    def start_unfinished(self) -> None:
        """Start it where something is left and nobody is at it."""
        if self._jobs.unfinished() and self._is_free():
            self.start()

    def _is_free(self) -> bool:
        with self._jobs.turn(Work.IMPORTS, wait=False) as mine:
            return mine

    def _start(self, tries: int) -> None:
        command = [sys.executable, "-m", "guard_api", "blocklist", "run-queued", "--database", str(self._database)]
        left = self._jobs.unfinished()
        try:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            self._fail_queued(f"Its process could not be started: {error.strerror}.")
        else:
            threading.Thread(target=self._follow, args=(process, left, tries), daemon=True).start()

    def _follow(self, process: "subprocess.Popen[bytes]", before: Sequence[str], tries: int) -> None:
        """Wait for the process; where it came to an end of its own, all that was queued is done."""
        if process.wait() == 0:
            return
        with suppress(StoreUnavailable):
            left = self._jobs.unfinished()
            if left and left == before and tries >= _TRIES:
                self._fail_queued(f"Its process ended again and again, with {process.returncode}.")
            elif left:
                time.sleep(_AGAIN_SECONDS)
                self._start(tries + 1 if left == before else 0)

    def _fail_queued(self, reason: str) -> None:
        """Say of what is queued, and of what was left behind, that it has failed; unless another process is at it."""
        now = self._clock()
        with import_turn(self._jobs, self._uploads, now, wait=False) as mine:
            while mine and (job := self._jobs.claim()) is not None:
                self._jobs.finish(job.id, reason, now)
                self._uploads.remove(job.id)
