"""What another policy would have done: recorded cases played by two policies, now or as a job."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from guard_api.actions.checks.check_call import read_check
from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.engine.backtests.backtest import Compared, Report, compare, report_of
from guard_api.engine.backtests.replay import Recording, ReplayedCheck
from guard_api.engine.edits import PolicyEdits
from guard_api.engine.policy import Policy
from guard_api.errors import GuardError, NotFound
from guard_api.lists.change import Author
from guard_api.patterns.article import FLOOR
from guard_api.ports import Device, Services
from guard_api.ports.backtests import Backtest
from guard_api.ports.imports.jobs import Work

LIFE = timedelta(hours=2)
Write = Callable[[Report], bytes]
"""Gives a report as it is answered."""
More = Callable[[], Iterable[Recording]]
"""Gives recorded cases beside those that people have let us keep."""


def backtest(policies: tuple[Policy, Policy], recordings: Iterable[Recording]) -> Report:
    """Play cases by two policies, in this process."""
    return report_of(compared(policies, recordings))


def compared(policies: tuple[Policy, Policy], recordings: Iterable[Recording]) -> Iterator[Compared]:
    """Play one case after the other."""
    for recording in recordings:
        yield compare(recording, policies, LIFE)


def known_cases(services: Services) -> Iterator[Recording]:
    """Give the cases that a server has: those that always hold, and those that people have let us keep."""
    yield from (recording for recording, _ in FLOOR.values())
    yield from services.feedback.recordings()


def kept_cases(services: Services) -> Iterator[Recording]:
    """Give the cases that people have let us keep."""
    return services.feedback.recordings()


def replayed_check(services: Services, device: Device, request: CheckRequest, arrived: datetime) -> ReplayedCheck:
    """Return what a check of a recorded case tells; nothing is recorded."""
    entry, _, _ = read_check(services, device, request, services.reference.current(), arrived)
    return ReplayedCheck(arrived, entry.at, tuple(entry.observations))


def enqueue(services: Services, edits: PolicyEdits, author: Author) -> Backtest:
    """Have a policy with other edits tried against the one in force."""
    name = services.backtests.enqueue(edits, author)
    services.backtest_runner.start()
    return show(services, name)


def show(services: Services, name: str) -> Backtest:
    """Return a back-test. Raises NotFound."""
    found = services.backtests.get(name)
    if found is None:
        raise NotFound("There is no such back-test.")
    return found


def list_backtests(services: Services, limit: int) -> Sequence[Backtest]:
    """Return the newest back-tests."""
    return services.backtests.list(limit)


def run_queued(services: Services, more: More, write: Write) -> None:
    """Do all that is queued, unless another process is at it."""
    with services.jobs.turn(Work.BACKTESTS, wait=False) as mine:
        while mine and (job := services.backtests.claim()) is not None:
            try:
                policies = services.policy.current(), services.policy.with_edits(job.edits)
                report = backtest(policies, [*known_cases(services), *more()])
            except GuardError as error:
                services.backtests.finish(job.id, services.clock(), reason=str(error))
            else:
                services.backtests.finish(job.id, services.clock(), result=write(report))


def start_waiting(services: Services) -> None:
    """Go on with what a process that was killed has left."""
    if services.backtests.has_waiting():
        services.backtest_runner.start()
