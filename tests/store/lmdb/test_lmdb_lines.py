"""Lines in LMDB: private, purged in small batches, begun anew where unreadable, never lost to kills or boots."""

import os
import signal
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.engine.line import REMEMBERED, Line
from guard_api.errors import StoreUnavailable
from guard_api.ports.phones.lines import KeptLine
from guard_api.store.lmdb.environment import opened
from guard_api.store.lmdb.lines import LmdbLines, lines_beside
from guard_api.store.lmdb.timelines import remove_others
from tests.contracts.phones.test_lines import LINE
from tests.support.clock import NOON

SECOND = timedelta(seconds=1)


@pytest.fixture
def path(database: Path) -> Path:
    return lines_beside(database)


@pytest.fixture
def lines(path: Path) -> LmdbLines:
    return LmdbLines(path, 5)


def keys(path: Path) -> list[bytes]:
    with opened(path).begin() as transaction:
        return [key for key, _ in transaction.cursor()]


def test_only_the_server_reads_the_file(lines: LmdbLines, path: Path) -> None:
    lines.write("phone", LINE, NOON)

    for file in path.parent.glob(f"{path.name}*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_boot_takes_nothing_away(lines: LmdbLines, path: Path, database: Path) -> None:
    lines.write("phone", LINE, NOON)
    remove_others(database, database.with_name("guard.db.timelines-11111111.lmdb"))

    assert LmdbLines(path, 5).read("phone").line == LINE


def test_one_damaged_line_is_one_phones(lines: LmdbLines, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for phone in ("good", "bad", "short", "newer"):
        lines.write(phone, LINE, NOON)
    with opened(path).writing(5) as transaction:
        value = transaction.get(b"lbad") or b""
        transaction.put(b"lbad", value[:-4] + b"0000")
        transaction.put(b"lshort", b"123")
    lost = [lines.read(phone) for phone in ("good", "bad", "short")]
    lines.write("bad", LINE, NOON)

    assert lost == [KeptLine(LINE), KeptLine(whole=False), KeptLine(whole=False)]
    assert lines.read("bad").line == LINE
    assert "phone" not in caplog.text
    assert caplog.text.count("what was known of a line is lost") == 2


def test_a_damaged_file_is_unknown_once_and_then_begins_anew(lines: LmdbLines, path: Path) -> None:
    lines.write("phone", LINE, NOON)
    path.write_bytes(b"garbage" * 5000)

    assert lines.read("phone") == KeptLine(whole=False)
    lines.write("phone", LINE, NOON)
    assert lines.read("phone").line == LINE
    path.write_bytes(b"garbage" * 5000)
    lines.write("phone", LINE, NOON)
    assert lines.read("phone").line == LINE


def test_expired_lines_go_a_batch_at_a_time_with_all_that_led_to_them(lines: LmdbLines, path: Path) -> None:
    for n in range(7):
        lines.write(f"phone {n}", LINE, NOON + n * SECOND)
    with opened(path).writing(5) as transaction:
        transaction.put(b"lphone 3", b"damaged")
    LmdbLines(path, 5).tidy(NOON + REMEMBERED + 4 * SECOND)
    left = keys(path)

    assert [key for key in left if key.startswith(b"l")] == [b"lphone 5", b"lphone 6"]
    assert len([key for key in left if key.startswith(b"w")]) == 2


def test_nothing_is_left_of_what_is_deleted(lines: LmdbLines, path: Path) -> None:
    lines.write("phone-of-somebody", LINE, NOON)
    LmdbLines(path, 5).tidy(NOON + REMEMBERED)

    assert not path.exists() or b"somebody" not in path.read_bytes()


def test_tidying_never_fails(path: Path, lines: LmdbLines, caplog: pytest.LogCaptureFixture) -> None:
    lines.tidy(NOON)
    assert not path.exists()
    path.mkdir()
    lines.tidy(NOON)

    assert "expired lines are still there" in caplog.text
    with pytest.raises(StoreUnavailable):
        lines.read("phone")


def test_checks_at_the_same_moment_leave_one_line_and_the_purge_finds_it(lines: LmdbLines, path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        for n in range(64):
            threads.submit(lines.write, "phone", Line(updated=NOON + n * SECOND), NOON + n * SECOND)

    assert lines.read("phone").line == Line(updated=NOON + 63 * SECOND)
    assert len(keys(path)) == 2


def test_what_was_written_outlives_a_kill(path: Path) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        LmdbLines(path, 5).write("phone", LINE, NOON)
        os.write(writing, b"written")
        signal.pause()
    assert os.read(reading, 7) == b"written"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    assert LmdbLines(path, 5).read("phone").line == LINE
