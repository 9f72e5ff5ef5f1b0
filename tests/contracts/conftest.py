"""The records over which the suites are tried, and the engines that keep what phones told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from tests.contracts.records import RECORDS, RecordMaker, maker_of
from tests.support.engines.valkey import ENGINES, ValkeyCluster, valkey_cluster


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
    """What makes a record of each kind, or of the one that `--record` names."""
    chosen = request.config.getoption("--record") or request.param
    if chosen != request.param:
        pytest.skip(f"--record={chosen}")
    return maker_of(chosen)
