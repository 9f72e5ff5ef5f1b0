"""Nodes: real servers that share a record on PostgreSQL, each with a copy of its own."""

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.phones.enrol import make_device
from guard_api.app import utc_now
from guard_api.ports import Scope
from guard_api.store.postgres.database import PostgresDatabase
from guard_api.store.sql.phones.keys import SqlKeys
from tests.support.databases import shipped_reference
from tests.support.servers import Server, dismiss, start_server, wait_for


def start_node(folder: Path, url: str, **environment: str) -> Server:
    """Start a node, and wait until it has the lists."""
    folder.mkdir(exist_ok=True)
    settings = {"GUARD_DATABASE": url, "GUARD_COPY": str(folder / "guard-copy.db"), **environment}
    node = start_server(folder, 1, **settings)
    try:
        wait_for(lambda: is_ready(node))
    except BaseException:
        dismiss(node)
        raise
    return node


def is_ready(node: Server) -> bool:
    return node.ask("GET", "/readyz")[0] == 200


def new_key(url: str, scope: str = "device") -> str:
    """Make a key in the record, past all nodes."""
    with closing(PostgresDatabase(url, Path("unused"), 20)) as database:
        device = make_device("CN", (), None, shipped_reference()[1]) if scope == Scope.DEVICE else None
        return SqlKeys(database).create(Scope(scope), "", utc_now(), device)[1]


def is_listed(node: Server, number: str, key: str) -> bool:
    """Ask a node as a phone does."""
    status, _, found = node.ask("GET", f"/v1/numbers/{number}", key=key)
    assert status == 200, found
    return bool(found["caller"]["listed"])


def age(node: Server) -> Any:
    return node.ask("GET", "/readyz")[2]["copy_age_seconds"]


def has_key(node: Server, key: str) -> bool:
    """Say whether a key has come to the copy of a node."""
    with closing(sqlite3.connect(node.database.with_name("guard-copy.db"))) as copy:
        found = copy.execute("SELECT 1 FROM key WHERE id = ?", (key.split("_")[1],)).fetchone()
    return found is not None
