"""Threads whose writes wait for the disk at a time wait for it together, and each learns what came of its own."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from guard_api.errors import StoreUnavailable
from guard_api.store.lmdb.group_commit import GroupCommit

PATIENT = 60


class Disk:
    """Takes writes, and as long as it wants for the first of them."""

    def __init__(self) -> None:
        self.commits: list[list[str]] = []
        self.begun, self.may_end = Event(), Event()
        self.error: Exception | None = None

    def commit(self, values: Sequence[str], _wait_seconds: float) -> None:
        self.commits.append([*values])
        self.begun.set()
        self.may_end.wait(PATIENT)
        if self.error is not None:
            raise self.error


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def group(disk: Disk) -> GroupCommit[str]:
    return GroupCommit(disk.commit)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def begun(pool: ThreadPoolExecutor, group: GroupCommit[str], disk: Disk, others: int) -> list[Future[None]]:
    """Have one write be on its way to the disk, and others come meanwhile."""
    first = pool.submit(group.write, "first", PATIENT)
    assert disk.begun.wait(PATIENT)
    waiting = [pool.submit(group.write, str(n), PATIENT) for n in range(others)]
    while len(group._gathered) < others:  # noqa: SLF001 - nobody else can tell that they wait
        pass
    return [first, *waiting]


def test_those_who_come_meanwhile_are_written_together(
    pool: ThreadPoolExecutor, group: GroupCommit[str], disk: Disk
) -> None:
    writes = begun(pool, group, disk, 5)
    disk.may_end.set()
    for write in writes:
        write.result(PATIENT)

    assert [sorted(values) for values in disk.commits] == [["first"], ["0", "1", "2", "3", "4"]]


def test_a_failure_is_of_all_who_were_written_together_and_of_nobody_after_them(
    pool: ThreadPoolExecutor, group: GroupCommit[str], disk: Disk
) -> None:
    writes = begun(pool, group, disk, 2)
    disk.error = OSError("the disk is full")
    disk.may_end.set()
    failures = [write.exception(PATIENT) for write in writes]
    disk.error = None
    group.write("later", PATIENT)

    assert all(isinstance(failure, OSError) for failure in failures)
    assert disk.commits[-1] == ["later"]


def test_nobody_waits_longer_than_he_may_and_then_nothing_is_written(
    pool: ThreadPoolExecutor, group: GroupCommit[str], disk: Disk
) -> None:
    [first] = begun(pool, group, disk, 0)

    with pytest.raises(StoreUnavailable):
        group.write("impatient", 0.01)

    disk.may_end.set()
    first.result(PATIENT)
    assert disk.commits == [["first"]]
