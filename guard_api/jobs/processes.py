"""Jobs that are queued run in a process of their own, and so do backups: in a server's they would slow it down."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from guard_api.actions.imports.run_job import import_turn
from guard_api.errors import StoreUnavailable
from guard_api.ports.imports.jobs import Jobs, Work
from guard_api.ports.imports.uploads import Uploads
from guard_api.ports.lists.lists import Clock
from guard_api.ports.operate.backups import BackupPlan

_log = logging.getLogger(__name__)
_AGAIN_SECONDS = 1.0
_TRIES = 2
"""How often a process is started again that came no further than the one before."""


class ImportProcess:
    """The port `Runner`: starts `guard-api blocklist run-queued`, and starts it again when it dies.

    What it cannot even begin has failed, and says why.
    """

    def __init__(self, jobs: Jobs, uploads: Uploads, clock: Clock, arguments: Sequence[str]) -> None:
        """Start nothing yet; with the `arguments`, the process finds the database."""
        self._jobs = jobs
        self._uploads = uploads
        self._clock = clock
        self._arguments = arguments

    def start(self) -> None:
        """Start the process; where another one is at it already, it ends at once."""
        self._start(0)

    def start_unfinished(self) -> None:
        """Start it where something is left and nobody is at it; or where another machine died over a job."""
        if (self._jobs.unfinished() or self._jobs.abandoned()) and self._is_free():
            self.start()

    def start_fetching(self) -> None:
        """Start a process that fetches what is due; where another one is at it already, it ends at once."""
        command = [sys.executable, "-m", "guard_api", "blocklist", "fetch-due", *self._arguments]
        try:
            process = subprocess.Popen(  # noqa: S603 - our own command
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            _log.error("subscriptions: the process could not be started: %s", error.strerror)
        else:
            threading.Thread(target=process.wait, daemon=True).start()

    def _is_free(self) -> bool:
        with self._jobs.turn(Work.IMPORTS, wait=False) as mine:
            return mine

    def _start(self, tries: int) -> None:
        command = [sys.executable, "-m", "guard_api", "blocklist", "run-queued", *self._arguments]
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


class BackupProcess:
    """The port `BackupRunner`: starts `guard-api backup --to`, which says in the log what came of it."""

    def __init__(self, database: Path, again_seconds: float = 600) -> None:
        """Start nothing yet; where a backup fails, try again after so many seconds."""
        self._database = database
        self._again = again_seconds
        self._running: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    def start(self, plan: BackupPlan) -> None:
        """Start the process, unless the last one is still at it or has failed just now."""
        if time.monotonic() < self._not_before or (self._running is not None and self._running.poll() is None):
            return
        command = [sys.executable, "-m", "guard_api", "backup", "--database", str(self._database)]
        span = f"{plan.every // timedelta(minutes=1)}m"
        try:
            self._running = subprocess.Popen(  # noqa: S603 - our own command
                [*command, "--to", str(plan.folder), "--every", span, "--keep", str(plan.keep)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            self._note_failure(f"its process could not be started: {error.strerror}")
        else:
            threading.Thread(target=self._follow, args=(self._running,), daemon=True).start()

    def _follow(self, process: "subprocess.Popen[bytes]") -> None:
        _, output = process.communicate()
        if process.returncode != 0:
            lines = output.decode("utf-8", "replace").strip().splitlines()
            self._note_failure(lines[-1] if lines else f"its process ended with {process.returncode}")
        else:
            _log.info("a backup is made")

    def _note_failure(self, reason: str) -> None:
        self._not_before = time.monotonic() + self._again
        _log.error("backup: %s", reason)


class BacktestProcess:
    """The port `BacktestRunner`: starts `guard-api backtests run-queued`, which ends at once where one is at it."""

    def __init__(self, arguments: Sequence[str]) -> None:
        """Start nothing yet; with the `arguments`, the process finds the database."""
        self._command = [sys.executable, "-m", "guard_api", "backtests", "run-queued", *arguments]
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. What it cannot begin waits for the next try."""
        if self._running is not None and self._running.poll() is None:
            return
        try:
            self._running = subprocess.Popen(  # noqa: S603 - our own command
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            _log.error("back-tests: their process could not be started: %s", error.strerror)
        else:
            threading.Thread(target=self._running.wait, daemon=True).start()
