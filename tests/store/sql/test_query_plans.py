"""What phones wait for is looked up: no statement of it walks through a table, however long the lists are."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from guard_api.links.hosts import Host, read_host
from guard_api.lists.entry import ListName
from guard_api.lists.phoneblock.hashes import span_of
from guard_api.ports import Scope
from guard_api.ports.lists.catalogue import Search
from guard_api.store.sql.lists.lists import SqlLists
from guard_api.store.sql.lists.publishing.votes import SqlVotes
from guard_api.store.sql.lists.search.search import SqlCatalogue
from guard_api.store.sql.phones.keys import SqlKeys
from guard_api.store.sqlite.database import Database
from tests.support.clock import NOON

NO_TABLE = re.compile(r"SCAN (?:CONSTANT ROW|\d+ CONSTANT ROWS|\d+-ROW VALUES CLAUSE|few)")
"""What may be walked: the values that were asked for, and what an index has found, which ends at a limit."""
NUMBER = "+8613912345678"


def hosts(*names: str) -> list[Host]:
    return [host for host in map(read_host, names) if host is not None]


def authenticate(database: Database) -> object:
    keys = SqlKeys(database)
    _, secret = keys.create(Scope.ADMIN, "", NOON)
    return [keys.authenticate(secret), keys.authenticate(secret)]


LOOK_UPS: Mapping[str, Callable[[Database], object]] = {
    "numbers": lambda database: SqlLists(database).find([NUMBER, "CN:95588"], NOON),
    "hosts": lambda database: SqlLists(database).find_hosts(hosts("www.evil.top", "a.b.co.uk"), NOON),
    "keys": authenticate,
    "votes": lambda database: SqlVotes(database).find(NUMBER, NOON),
    "blocks": lambda database: SqlVotes(database).find_block("+86139123456", NOON),
    "last digits": lambda database: SqlCatalogue(database).search(Search(ending="5678")),
    "a source": lambda database: SqlCatalogue(database).search(Search(source="police")),
    "what is counted": lambda database: SqlCatalogue(database).count(Search(ListName.BLOCK)),
    "what is counted of last digits": lambda database: SqlCatalogue(database).count(
        Search(ListName.BLOCK, ending="5678")
    ),
    "what is counted of a beginning": lambda database: SqlCatalogue(database).count(
        Search(ListName.BLOCK, number="+861391")
    ),
    "hashes": lambda database: SqlVotes(database).numbers(span_of("00ff")),
}
"""Each of them reads with the connection that was lent last."""


@pytest.fixture
def opened(database: Path) -> Database:
    return Database(database, 1)


def plans(database: Database, look_up: Callable[[Database], object]) -> list[str]:
    """Give the steps of what a look-up reads."""
    statements: list[str] = []
    with database.read() as connection:
        connection.set_trace_callback(statements.append)
    look_up(database)
    with database.read() as connection:
        connection.set_trace_callback(None)
        return [row[3] for sql in statements for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]


@pytest.mark.parametrize("name", LOOK_UPS)
def test_no_look_up_walks_through_a_table(opened: Database, name: str) -> None:
    steps = plans(opened, LOOK_UPS[name])
    assert steps
    assert [step for step in steps if step.startswith("SCAN") and not NO_TABLE.match(step)] == []
