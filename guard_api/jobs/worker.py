"""The worker: every process of a server has one, and of them all one at a time does what is to be done once."""

import logging
import time
from collections.abc import Callable
from functools import partial

from guard_api.errors import StoreUnavailable
from guard_api.jobs.handlers import PERIODIC, Kind
from guard_api.ports import Services
from guard_api.ports.imports.jobs import Work

_log = logging.getLogger(__name__)
_EVERY_SECONDS = 5.0


class Worker:
    """Does in rounds what is due. What a store that is down does not do, it does later."""

    def __init__(self, services: Services) -> None:
        """Have everything be due."""
        self._services = services
        self._due: dict[Kind, float] = dict.fromkeys(PERIODIC, 0.0)

    def run(self) -> None:
        """Make one round after the other, as long as this process lives."""
        while True:
            self.round()
            time.sleep(_EVERY_SECONDS)

    def round(self) -> None:
        """Do what is due, each whatever becomes of the others."""
        self._do_all(everywhere=True)
        self._attempt(self._go_on)
        self._attempt(self._take_turn)

    def _go_on(self) -> None:
        """Go on with what this machine has taken."""
        with self._services.jobs.turn(Work.MACHINE, wait=False) as mine:
            if mine:
                self._services.runner.start_unfinished()

    def _take_turn(self) -> None:
        with self._services.jobs.turn(Work.UPKEEP, wait=False) as mine:
            if not mine:
                return
            self._do_all(everywhere=False)

    def _do_all(self, *, everywhere: bool) -> None:
        for kind, periodic in PERIODIC.items():
            if periodic.everywhere is everywhere:
                self._attempt(partial(self._do, kind))

    def _do(self, kind: Kind) -> None:
        """Do a job that is due; where there is more to do, it is due again with the next round."""
        now = time.monotonic()
        if now < self._due[kind]:
            return
        if not PERIODIC[kind].does(self._services):
            self._due[kind] = now + PERIODIC[kind].seconds
        self._services.metrics.job_done(kind, self._services.clock().timestamp())

    def _attempt(self, step: Callable[[], None]) -> None:
        try:
            step()
        except StoreUnavailable:
            return
        except Exception:  # noqa: BLE001 - it is logged, and the others are as needed
            _log.exception("upkeep")
