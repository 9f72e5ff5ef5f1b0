"""A million entries on PostgreSQL: the statements that matter find what they look for by an index."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import pytest

from guard_api.store.copy import follower
from guard_api.store.postgres.connections import Raw, connect
from guard_api.store.postgres.dialect import portable
from guard_api.store.sql.lists import changes, expiry, lists, rows
from guard_api.store.sql.lists.search import search, walking
from guard_api.store.sql.phones import keys
from tests.support.engines.postgres_databases import new_database

pytestmark = pytest.mark.slow("writes a million entries")
_FILL = (
    "SET statement_timeout = 0; SET session_replication_role = replica",
    """INSERT INTO change (id, revision, at, who, what, why, list, count, checksum)
       SELECT n, n, n, 'admin', 'import', '', 0, n * 10000, 0 FROM generate_series(1, 100) n""",
    """INSERT INTO listed (number, match, list, began, ended, category, label, source, note, expires_at, seq)
       SELECT '+86' || (13900000000 + n), 0, 0, 1 + n / 10000, CASE WHEN n % 100 = 0 THEN 100 END, 0, '', 'x', '',
         CASE WHEN n % 1000 = 1 THEN n END, 1 + n / 10000 FROM generate_series(0, 999999) n""",
    """INSERT INTO key (id, digest, scope, label, created_at, seq)
       SELECT to_hex(n), '\\x00', 'device', '', n, n FROM generate_series(1, 100000) n""",
    "ANALYZE",
)
NUMBER = "+8613900004711"
PLACE: Mapping[str, Any] = {"began": 90, "number": NUMBER, "match": 0, "list": 0, "limit": 10}
STATEMENTS: Mapping[str, tuple[str, Sequence[Any] | Mapping[str, Any], str]] = {
    "the entry that stands": (rows._CURRENT, (NUMBER, 0, 0), "listed_pkey"),  # noqa: SLF001 - the statement itself is what is looked at, here and below
    "an entry's versions": (lists._VERSIONS, (NUMBER, 0, 0), "listed_pkey"),  # noqa: SLF001
    "a look-up": (lists._standing(1, 12), (NUMBER, 5, *(NUMBER[: n + 1] for n in range(12)), 5), "listed_pkey"),  # noqa: SLF001
    "a search": (f"SELECT * {walking._OF_CHANGE} LIMIT :limit", {**PLACE, "begin": ""}, "listed_began"),  # noqa: SLF001
    "an export": (search._EXPORT, {**PLACE, "revision": 100}, "listed_pkey"),  # noqa: SLF001
    "what a change began": (changes._TOUCHED.format(column="began"), (7, "", 0, 100), "listed_began"),  # noqa: SLF001
    "what a change ended": (changes._TOUCHED.format(column="ended"), (7, "", 0, 100), "listed_ended"),  # noqa: SLF001
    "what has expired": (expiry._EXPIRED, (5,), "listed_expiring"),  # noqa: SLF001
    "a key": (keys._BY_ID, ("ff",), "key_pkey"),  # noqa: SLF001
    "what a node has yet to follow": ("SELECT number FROM listed r WHERE seq > ?", (100,), "listed_seq"),
    "keys that a node has yet to follow": ("SELECT id FROM key r WHERE seq > ?", (99_990,), "key_seq"),
}


@pytest.fixture(scope="module")
def raw() -> Iterator[Raw]:
    with closing(connect(new_database(), 30)) as connection:
        for sql in _FILL:
            connection.execute(sql)
        yield connection


@pytest.mark.parametrize("name", STATEMENTS)
def test_it_is_found_by_its_index(raw: Raw, name: str) -> None:
    sql, values, index = STATEMENTS[name]
    with raw.transaction():
        if "follow" in name:
            raw.execute(follower.PLANS)
        plan = "\n".join(row[0] for row in raw.execute(f"EXPLAIN {portable(sql)}", values))
    assert index in plan, plan
    assert "Seq Scan on listed" not in plan, plan
    assert "Seq Scan on key" not in plan, plan
