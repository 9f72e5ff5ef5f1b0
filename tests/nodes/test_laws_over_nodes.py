"""The law of the lists over three nodes, each with a copy: whoever asks whichever is told the same."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from guard_api.app import made_services
from guard_api.config import Config
from guard_api.ports import Services
from guard_api.postgres_url import PostgresUrl
from guard_api.store.engine import Database
from guard_api.store.postgres.database import PostgresDatabase
from guard_api.store.record import Record
from tests.store.test_sync_laws import HISTORY, Lists
from tests.support.databases import shipped_reference
from tests.support.laws import examples
from tests.support.postgres_databases import NodeInStep, new_database


class ListsOverNodes(Lists):
    """A record on PostgreSQL, and three nodes that follow it, a few rows at a time."""

    def opened(self, folder: Path) -> tuple[Database, Sequence[Services]]:
        self.patch.setattr("guard_api.store.copy.follower._AT_ONCE", 3)
        url = new_database()
        far = PostgresDatabase(url, folder / "far", 5)
        return far, [self.node(folder / name, url) for name in ("a", "b", "c")]

    def node(self, folder: Path, url: str) -> Services:
        folder.mkdir()
        config = Config(
            database=PostgresUrl(url),
            copy=folder / "copy.db",
            store_seconds=5,
            history_days=HISTORY / timedelta(days=1),
        )
        services, begin = made_services(config, self.clock, known=shipped_reference(), make_record=in_step)
        begin()
        return services


def in_step(config: Config, failed: Callable[[], None]) -> Record:
    assert isinstance(config.database, PostgresUrl)
    return NodeInStep(config, config.database, failed)


TestListsOverNodes = pytest.mark.slow("three copies follow each step")(ListsOverNodes.TestCase)
TestListsOverNodes.settings = settings(max_examples=examples(20), stateful_step_count=20)
