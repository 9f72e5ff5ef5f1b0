"""The records over which the suites are tried, and the engines that keep what phones told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from tests.contracts.records import RECORDS, RecordMaker, maker_of
from tests.support.engines.valkey import ENGINES, ValkeyCluster, valkey_cluster

_SLOW = pytest.mark.slow("starts PostgreSQL, unless --record names it")
_ALL = [name if name == "sqlite" else pytest.param(name, marks=_SLOW) for name in RECORDS]


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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try the suites over each kind of record, or over the one that `--record` names."""
    if "new_record" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--record")
        metafunc.parametrize("new_record", [chosen] if chosen else _ALL, indirect=True, scope="session")


@pytest.fixture(scope="session")
def new_record(request: pytest.FixtureRequest) -> RecordMaker:
    """What makes a record of a kind."""
    return maker_of(request.param)
