"""Files of timelines that are cut off, overwritten, moved or deleted: no process ends, and all begin anew together."""

import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.engine.observations import AppInstalled
from guard_api.ports import CheckRecord
from guard_api.store.lmdb.pages import check
from guard_api.store.lmdb.timelines import LmdbTimelines
from tests.support.clock import NOON
from tests.support.databases import timelines_of
from tests.support.laws import cases
from tests.support.servers import Server, dismiss, start_server

LIFE = timedelta(hours=2)
PAGE = 4096
CALL = {"caller_number": "13912345678", "call_state": "active"}
SHARE = {"screen_share_active": True}
Fault = Callable[[Path], None]


def lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-lock")


def cut(size: int) -> Fault:
    return lambda path: os.truncate(path, size)


def cut_to(part: float) -> Fault:
    return lambda path: os.truncate(path, int(path.stat().st_size * part))


def cut_lock(size: int) -> Fault:
    return lambda path: os.truncate(lock_of(path), size)


def garbage(begin: int, size: int | None = None, of: Callable[[Path], Path] = lambda path: path) -> Fault:
    """Give what overwrites a part of a file, or all of it from there on, in place."""

    def overwrite(path: Path) -> None:
        file = of(path)
        length = min(size or file.stat().st_size, max(file.stat().st_size - begin, 1))
        with file.open("r+b") as there:
            there.seek(begin)
            there.write(random.Random(begin).randbytes(length))  # noqa: S311 - garbage

    return overwrite


def scattered(seed: int) -> Fault:
    """Give what overwrites some bytes here and there."""

    def overwrite(path: Path) -> None:
        chance = random.Random(seed)  # noqa: S311 - garbage
        with path.open("r+b") as file:
            for _ in range(1 << chance.randrange(8)):
                file.seek(chance.randrange(path.stat().st_size))
                file.write(chance.randbytes(chance.choice((1, 2, 8, 100, PAGE))))

    return overwrite


def deleted(*of: Callable[[Path], Path]) -> Fault:
    def delete(path: Path) -> None:
        for one in of:
            one(path).unlink()

    return delete


def moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def replaced_by_a_copy(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    path.with_name("copy").rename(path)


def itself(path: Path) -> Path:
    return path


FAULTS: Mapping[str, Fault] = {
    **{f"cut to {size}": cut(size) for size in (0, 1, 100, PAGE, 2 * PAGE - 1, 2 * PAGE, 2 * PAGE + 1, 3 * PAGE)},
    **{f"cut to {part} of it": cut_to(part) for part in (0.3, 0.5, 0.9, 0.999)},
    **{f"lock cut to {size}": cut_lock(size) for size in (0, 64, PAGE, 65_664)},
    **{f"garbage at {begin}": garbage(begin, 64) for begin in (0, 16, 24, 100, PAGE, PAGE + 40, 2 * PAGE, 5 * PAGE)},
    **{f"garbage from {begin}": garbage(begin) for begin in (0, PAGE, 2 * PAGE, 9 * PAGE)},
    "garbage over the lock": garbage(0, of=lock_of),
    **{f"garbage here and there, {seed}": scattered(seed) for seed in range(12)},
    "deleted": deleted(itself),
    "lock deleted": deleted(lock_of),
    "both deleted": deleted(itself, lock_of),
    "moved": moved,
    "replaced by a copy": replaced_by_a_copy,
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_server(tmp_path_factory.mktemp("damaged"))
    yield server
    dismiss(server)


@pytest.fixture(scope="module")
def phones(running: Server) -> list[str]:
    return [running.new_key() for _ in range(12)]


def checked(server: Server, key: str, **seen: object) -> tuple[int, bool, str]:
    status, _, answer = server.ask("POST", "/v1/checks", seen, key)
    return status, answer["degraded"], answer["level"]


@pytest.mark.slow("starts a server of its own")
@pytest.mark.parametrize("fault", cases(FAULTS, 5))
def test_no_worker_dies_of_a_damaged_file_and_all_of_them_go_on_with_the_same_new_one(
    running: Server, phones: list[str], fault: str
) -> None:
    for key in phones:
        for _ in range(4):
            running.ask("POST", "/v1/checks", {**CALL, "installed_apps": ["com.anydesk.anydeskandroid"]}, key)
    before, damages = running.workers(), running.log.read_text().count("was damaged")
    FAULTS[fault](timelines_of(running.database))
    again = [checked(running, key, **SHARE) for key in phones]
    assert [status for status, _, _ in again] == [200] * 12
    assert sum(degraded for _, degraded, _ in again) <= 1
    for key in phones:
        running.ask("POST", "/v1/checks", CALL, key)
    assert [checked(running, key, **SHARE) for key in phones for _ in range(4)] == [(200, False, "warning")] * 48
    assert running.ask("GET", "/readyz")[0] == 200
    assert running.workers() == before
    assert running.log.read_text().count("was damaged") <= damages + 1


@pytest.mark.parametrize("fault", cases(FAULTS, 5))
def test_a_file_that_was_damaged_while_nobody_looked_is_begun_anew_at_the_start(database: Path, fault: str) -> None:
    path = timelines_of(database)
    writer = LmdbTimelines(path, 5)
    for n in range(100):
        seen = AppInstalled(at=NOON, package="x" * n * 50)
        writer.record(f"phone {n % 50}", CheckRecord(NOON, NOON, (seen,)), LIFE)
    del writer
    FAULTS[fault](path)
    again = LmdbTimelines(path, 5)
    for n in range(100):
        record = CheckRecord(NOON, NOON, (AppInstalled(at=NOON, package=f"{n}"),))
        again.record(f"phone {n}", record, LIFE)
        assert again.read(f"phone {n}", NOON + LIFE / 2, LIFE).observations[-1] == record.observations[0]
    check(os.open(path, os.O_RDONLY))
