"""What is wrong with a statement is a mistake of ours: the log calls it so, and phones are answered all the same."""

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from guard_api.errors import StoreUnavailable
from guard_api.store.engine import Durability
from guard_api.store.postgres.connections import WRONG_STATEMENT, connect, translated
from guard_api.store.postgres.database import PostgresDatabase
from tests.support.engines.postgres_databases import close_database, new_database, no_statement_is_wrong, open_database

pytestmark = pytest.mark.slow("starts PostgreSQL")

MISTAKES = (
    "SELEKT 1",
    "SELECT colour FROM listed",
    "SELECT paint(number) FROM listed",
    "SELECT number = 1 FROM listed",
)


class Failures:
    """Counts what the record is told to have failed at."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture
def failures() -> Failures:
    return Failures()


@pytest.fixture(scope="module")
def url() -> str:
    return new_database()


@pytest.fixture
def record(url: str, failures: Failures) -> Iterator[PostgresDatabase]:
    with closing(PostgresDatabase(url, Path("unused"), 5, failures)) as opened:
        yield opened


def is_well(record: PostgresDatabase) -> bool:
    with record.write(Durability.FULL) as connection:
        return bool(connection.execute("SELECT true").fetchone()[0])


@pytest.mark.parametrize("sql", MISTAKES)
def test_a_mistake_in_a_statement_is_in_the_log(
    record: PostgresDatabase, failures: Failures, caplog: pytest.LogCaptureFixture, sql: str
) -> None:
    with pytest.raises(StoreUnavailable), record.read() as connection:
        connection.execute(sql)
    with pytest.raises(StoreUnavailable), record.write(Durability.FULL) as connection:
        connection.execute(sql)
    assert [WRONG_STATEMENT in line for line in caplog.messages] == [True, True]
    assert is_well(record)
    assert failures.count == 2


def test_too_few_values_for_a_statement_are_a_mistake_of_ours(
    record: PostgresDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(StoreUnavailable), record.read() as connection:
        connection.execute("SELECT ?, ?", (1,))
    assert WRONG_STATEMENT in caplog.text
    assert is_well(record)


def test_no_test_of_a_suite_passes_over_a_mistake() -> None:
    with pytest.raises(AssertionError), no_statement_is_wrong(), suppress(StoreUnavailable), translated():
        raise psycopg.ProgrammingError("SELEKT")


def test_a_table_that_is_not_there_yet_is_a_record_that_is_not_ready(
    record: PostgresDatabase, failures: Failures, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(StoreUnavailable, match="UndefinedTable"), record.read() as connection:
        connection.execute("SELECT 1 FROM not_there_yet")
    assert WRONG_STATEMENT not in caplog.text
    assert failures.count == 1


def test_a_record_that_lets_nobody_in_is_unavailable(record: PostgresDatabase, url: str, failures: Failures) -> None:
    close_database(url)
    try:
        with pytest.raises(StoreUnavailable), record.read() as connection:
            connection.execute("SELECT 1")
    finally:
        open_database(url)
    assert failures.count == 1


def test_an_address_that_cannot_be_one_is_no_mistake_of_the_program() -> None:
    with pytest.raises(StoreUnavailable), translated():
        connect("postgresql://127.0.0.1/guard?colour=red", 1)
