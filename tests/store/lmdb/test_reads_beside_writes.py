"""Who reads waits for nobody who writes, however long the disk takes; only where a writer was killed it looks first."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from guard_api.store.lmdb.environment import Environment, Renewed, opened

PAGE = 4096
AT_ONCE = 0.05


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lines.lmdb"
    with opened(path, durable=True).writing(5) as transaction:
        for number in range(200):
            transaction.put(b"%d" % number, b"before" * 20)
    return path


def begin_to_commit(environment: Environment, path: Path) -> None:
    """Do what a writer has done while it waits for the disk: pages are in the file, and its time is theirs."""
    _, transaction = environment.write(5)
    transaction.put(b"7", b"after")
    os.utime(path)


@contextmanager
def another_process(do: Callable[[], object]) -> Iterator[int]:
    """Have another process do something, and then wait until it is killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        do()
        os.write(writing, b".")
        signal.pause()
    try:
        assert os.read(reading, 1) == b"."
        yield child
    finally:
        os.close(reading)
        os.close(writing)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def value(environment: Environment, wait_seconds: float = AT_ONCE) -> bytes:
    with environment.begin(wait_seconds) as transaction:
        return (transaction.get(b"7") or b"")[:6]


def read_in_a_thread(environment: Environment) -> bytes:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(value, environment).result()


def test_a_reader_does_not_wait_for_a_thread_that_waits_for_the_disk(path: Path) -> None:
    environment = opened(path, durable=True)
    with environment.writing(5) as transaction:
        transaction.put(b"7", b"after")
        os.utime(path)
        assert read_in_a_thread(environment) == b"before"
    assert value(environment) == b"after"


def test_a_reader_does_not_wait_for_another_process_that_waits_for_the_disk(path: Path) -> None:
    environment = opened(path, durable=True)
    with another_process(lambda: begin_to_commit(Environment(path, durable=True), path)):
        assert [value(environment) for _ in range(3)] == [b"before"] * 3


def test_what_a_killed_writer_left_is_looked_through_and_found_as_it_was(path: Path) -> None:
    environment = opened(path, durable=True)
    with another_process(lambda: begin_to_commit(Environment(path, durable=True), path)):
        pass
    assert value(environment) == b"before"
    with environment.writing(5) as transaction:
        transaction.put(b"7", b"after")
    assert value(environment) == b"after"


def test_what_somebody_damages_after_a_writer_was_killed_is_not_taken_for_its_writing(path: Path) -> None:
    environment = opened(path, durable=True)
    with another_process(lambda: begin_to_commit(Environment(path, durable=True), path)):
        pass
    os.truncate(path, 3 * PAGE)
    with pytest.raises(Renewed):
        value(environment)
    assert value(environment) == b""


def test_a_lock_file_that_is_cut_off_while_somebody_writes_ends_nobody(path: Path) -> None:
    environment = opened(path, durable=True)
    with another_process(lambda: begin_to_commit(Environment(path, durable=True), path)):
        os.truncate(f"{path}-lock", PAGE)
    assert value(environment) == b"before"


CUT_OFF = """
import os, sys
from pathlib import Path
from guard_api.store.lmdb.environment import Environment

environment = Environment(Path(sys.argv[1]), durable=True)

def write(key, meanwhile):
    with environment.writing(5) as transaction:
        transaction.put(key, b"after")
        meanwhile()

write(b"7", lambda: os.truncate(f"{sys.argv[1]}-lock", 4096))
write(b"8", lambda: None)
"""


def test_a_writer_whose_lock_file_is_cut_off_while_it_waits_for_the_disk_goes_on(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CUT_OFF, str(path)], timeout=60, check=False)
    assert done.returncode == 0
    assert value(opened(path, durable=True)) == b"after"
