"""The law of the lists over three nodes, each with a copy: whoever asks whichever is told the same.

Followers die amid their work, and what their copies have at that moment is whole. So that the law is worth something,
followers that do one thing wrong are found out by it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from guard_api.app import made_services
from guard_api.config import Config
from guard_api.errors import StoreUnavailable
from guard_api.lists.entry import ListName
from guard_api.ports import Services
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store.copy.follower import Follower
from guard_api.store.engine import Database as Engine
from guard_api.store.engine import Durability
from guard_api.store.postgres.database import PostgresDatabase
from guard_api.store.record import Record
from guard_api.store.sql.lists.publishing.sync import SqlSync
from guard_api.store.sqlite.database import Database
from tests.store.sql.test_sync_laws import HISTORY, Lists
from tests.support.databases import shipped_reference
from tests.support.engines.postgres_databases import CopyInStep, NodeInStep, dropped_databases, new_database
from tests.support.laws import examples
from tests.support.list_model import Phone

IN_FULL = 200
STEPS = 20
AT_ONCE = 3


class ListsOverNodes(Lists):
    """A record on PostgreSQL, and three nodes that follow it, a few rows at a time."""

    def opened(self, folder: Path) -> tuple[Engine, Sequence[Services]]:
        self.patch.setattr("guard_api.store.copy.follower._AT_ONCE", AT_ONCE)
        self.copies: list[CopyInStep] = []
        self.databases = ExitStack()
        self.databases.enter_context(dropped_databases())
        url = new_database()
        far = PostgresDatabase(url, folder / "far", 5)
        return far, [self.node(folder / name, url) for name in ("a", "b", "c")]

    def teardown(self) -> None:
        super().teardown()
        self.databases.close()

    def node(self, folder: Path, url: str) -> Services:
        folder.mkdir()
        config = Config(
            database=PostgresUrl(url),
            copy=folder / "copy.db",
            store_seconds=5,
            history_days=HISTORY / timedelta(days=1),
        )
        services, begin = made_services(config, self.clock, known=shipped_reference(), make_record=self.in_step)
        begin()
        return services

    def in_step(self, config: Config, failed: Callable[[], None]) -> Record:
        assert isinstance(config.database, PostgresUrl)
        made = NodeInStep(config, config.database, failed)
        made.node.died = partial(self.is_whole, config.copy)
        self.copies.append(made.node)
        return made

    @rule(nth=st.integers(0, 2), writes=st.integers(0, 3))
    def a_follower_dies_soon(self, nth: int, writes: int) -> None:
        self.copies[nth].lives_for = writes

    def is_whole(self, copy: Path) -> None:
        """Assert that a phone that asks a node now is told all of one revision."""
        with closing(Database(copy, 5)) as there:
            services = replace(self.nodes[0], sync=SqlSync(there))
            for target in ListName:
                phone = Phone(target, 5)
                while not phone.ask(services).complete:
                    pass


TestListsOverNodes = pytest.mark.slow("three copies follow each step")(ListsOverNodes.TestCase)
TestListsOverNodes.settings = settings(max_examples=examples(IN_FULL), stateful_step_count=STEPS)

_batches, _bring_lists = Follower._batches, Follower._bring_lists  # noqa: SLF001 - what mutants do otherwise


def skips_a_position(self: Follower, record: Any, table: str, topic: Any, mine: int) -> Iterator[Any]:
    """Take it that positions have gaps."""
    return _batches(self, record, table, topic, mine + 1 if mine > 0 else mine)


def reads_one_batch(self: Follower, record: Any, table: str, topic: Any, mine: int) -> Iterator[Any]:
    """Take it that what is new is little."""
    with closing(_batches(self, record, table, topic, mine)) as batches:  # type: ignore[type-var] # a generator
        yield next(batches, [])


def loses_the_end(self: Follower, record: Any, table: str, topic: Any, mine: int) -> Iterator[Any]:
    """Take it that the last row of a full batch comes again with the next."""
    for rows in _batches(self, record, table, topic, mine):
        yield rows[: AT_ONCE - 1]


def keeps_what_it_has(table: str, columns: Sequence[str], _key: Sequence[str]) -> str:
    """Take it that a row never changes."""
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - constants only


def notes_the_position_first(self: Follower, record: Any, mine: int, newest: int, gone: Sequence[Any]) -> None:
    """Take it that nobody dies."""
    with self._copy.write(Durability.FULL) as here:
        here.execute("UPDATE meta SET value = ? WHERE name = 'copied_lists'", (newest,))
    _bring_lists(self, record, mine, newest, gone)


MUTANTS = {
    "skips a position": ("follower.Follower._batches", skips_a_position),
    "reads one batch": ("follower.Follower._batches", reads_one_batch),
    "keeps what it has": ("tables._upsert", keeps_what_it_has),
    "notes the position first": ("follower.Follower._bring_lists", notes_the_position_first),
    "loses the end of a batch": ("follower.Follower._batches", loses_the_end),
}


@pytest.mark.slow("three copies follow each step until they are wrong")
@pytest.mark.parametrize("name", MUTANTS)
def test_a_follower_that_does_one_thing_wrong_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, mutant = MUTANTS[name]
    monkeypatch.setattr(f"guard_api.store.copy.{place}", mutant)
    found_at_all = settings(max_examples=IN_FULL, stateful_step_count=STEPS, phases=[Phase.generate], database=None)
    with pytest.raises((AssertionError, StoreUnavailable)):  # what is told is wrong, or nothing is told
        run_state_machine_as_test(ListsOverNodes, settings=found_at_all)
