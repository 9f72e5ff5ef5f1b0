"""What each kind of job does. Those that are queued run in a process of their own, the others in every worker."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guard_api.actions.backups import back_up_when_due
from guard_api.actions.circle.alarm import catch_up, look_after_open
from guard_api.actions.imports.import_lists import refresh_snapshot
from guard_api.actions.imports.run_job import import_turn, run_job
from guard_api.actions.operate.day_counts import measure
from guard_api.actions.operate.retention import purge_some
from guard_api.actions.tuning.backtest import start_waiting
from guard_api.errors import GuardError
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import

_log = logging.getLogger(__name__)


class Kind(StrEnum):
    """Kinds of jobs. An import or a revert is queued, and time brings the others about."""

    IMPORT = "import"
    REVERT = "revert"
    EXPIRE = "expire"
    FORGET = "forget"
    PURGE = "purge"
    REVOKE = "revoke"
    USES = "uses"
    COUNTS = "counts"
    SIZES = "sizes"
    FETCH = "fetch"
    RETENTION = "retention"
    OVERWRITE = "overwrite"
    RECLAIM = "reclaim"
    BACKUP = "backup"
    BACKTEST = "backtest"
    ALARMS = "alarms"
    CATCH_UP = "catch_up"
    CIRCLES = "circles"


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that comes again after so many `seconds`, 0: with each round. `does` says whether there is more to do.

    `everywhere`: each process does it for itself, since it is about what the process remembers.
    """

    does: Callable[[Services], bool]
    seconds: float
    everywhere: bool = False


def run_queued(services: Services) -> None:
    """Run all that is queued, and undo what another process left behind, unless one is at it."""
    while True:
        with import_turn(services.jobs, services.uploads, services.clock(), wait=False) as mine:
            if not mine:
                return
            while (job := services.jobs.claim()) is not None:
                _run(services, job)
            snapshot(services)
        # What was queued while this process still had the turn started one that gave up.
        if not services.jobs.unfinished():
            return


def _run(services: Services, job: Import) -> None:
    try:
        QUEUED[Kind.IMPORT if job.order.reverts is None else Kind.REVERT](services, job)
    except GuardError:
        raise
    except Exception:  # noqa: BLE001 - it is marked as failed already, and the others still wait
        _log.exception("import %s", job.id)


def import_upload(services: Services, job: Import) -> None:
    """Bring what was uploaded onto a list."""
    run_job(services, job, services.uploads.read(job.id), lambda _: None)


def revert(services: Services, job: Import) -> None:
    """Take a large change back."""
    run_job(services, job, (), lambda _: None)


def snapshot(services: Services) -> None:
    """Bring the file that phones download forward, once all that was queued is done."""
    refresh_snapshot(services)


def expire(services: Services) -> bool:
    """Take what has expired off the lists, some of it at a time."""
    return services.expiry.expire(services.clock()) > 0


def forget(services: Services) -> bool:
    """Forget versions of entries that are older than the history that is kept, some of them at a time."""
    return services.expiry.forget(services.clock()) > 0


def purge(services: Services) -> bool:
    """Delete what is remembered of phones for too long; the stores know how often that is worth while."""
    services.timelines.tidy(services.clock(), services.timeline_life)
    services.lines.tidy(services.clock())
    return False


def forget_keys(services: Services) -> bool:
    """Have keys that were revoked elsewhere be unknown here, too."""
    services.keys.forget_revoked()
    return False


def note_uses(services: Services) -> bool:
    """Write down on which day keys were presented here last."""
    services.keys.note_uses(services.clock())
    return False


def write_counts(services: Services) -> bool:
    """Write down what was counted here for the day."""
    services.day_counts.write()
    return False


def note_sizes(services: Services) -> bool:
    """Write down how long the lists are today."""
    measure(services)
    return False


def fetch(services: Services) -> bool:
    """Have subscriptions fetched that are due."""
    if services.subscriptions.due(services.clock()):
        services.runner.start_fetching()
    return False


def retain(services: Services) -> bool:
    """Forget phones, codes, reports and imports that are too old, some of them at a time."""
    return purge_some(services)


def overwrite(services: Services) -> bool:
    """Overwrite what was forgotten here while somebody was reading it."""
    return not services.retention.overwrite()


def reclaim(services: Services) -> bool:
    """Give room back that is free, some of it at a time."""
    return services.retention.reclaim()


def back_up(services: Services) -> bool:
    """Have a backup made once the last one is old enough."""
    back_up_when_due(services)
    return False


def try_policies(services: Services) -> bool:
    """Go on with back-tests that wait for a process."""
    start_waiting(services)
    return False


def end_alarms(services: Services) -> bool:
    """End alarms that are over, and tell what could not be told."""
    look_after_open(services)
    return False


def catch_up_alarms(services: Services) -> bool:
    """Tell alarms that somebody died over; every process does so soon after its start."""
    catch_up(services)
    return False


def tidy_circles(services: Services) -> bool:
    """Forget what is over of circles, some of it at a time."""
    services.deliveries.tidy(services.clock())
    return services.links.tidy(services.clock())


QUEUED: Mapping[Kind, Callable[[Services, Import], None]] = {Kind.IMPORT: import_upload, Kind.REVERT: revert}
PERIODIC: Mapping[Kind, Periodic] = {
    Kind.REVOKE: Periodic(forget_keys, 0, everywhere=True),
    Kind.PURGE: Periodic(purge, 0, everywhere=True),
    Kind.EXPIRE: Periodic(expire, 0),
    Kind.FORGET: Periodic(forget, 60),
    Kind.USES: Periodic(note_uses, 60, everywhere=True),
    Kind.COUNTS: Periodic(write_counts, 60, everywhere=True),
    Kind.SIZES: Periodic(note_sizes, 600),
    Kind.FETCH: Periodic(fetch, 60),
    Kind.OVERWRITE: Periodic(overwrite, 0, everywhere=True),
    Kind.RETENTION: Periodic(retain, 3600),
    Kind.RECLAIM: Periodic(reclaim, 60),
    Kind.BACKUP: Periodic(back_up, 10),
    Kind.BACKTEST: Periodic(try_policies, 10),
    Kind.ALARMS: Periodic(end_alarms, 0),
    Kind.CATCH_UP: Periodic(catch_up_alarms, 300),
    Kind.CIRCLES: Periodic(tidy_circles, 60),
}
