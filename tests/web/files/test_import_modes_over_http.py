"""A source's list is replaced, or taken off, over HTTP and at the command line; and what was done is listed."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from guard_api.cli import main
from tests.contracts.records import Record
from tests.support.servers import Server, start_server, stop_server

pytestmark = pytest.mark.slow("starts a server of its own")

IMPORTS = "/v1/admin/imports"
A, B, C = "+8613900000001", "+8613900000002", "+8613900000003"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start_server(tmp_path_factory.mktemp("modes"), workers=1)
    yield running
    stop_server(running)


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    return server.new_key("admin")


def bring(server: Server, key: str, text: str, query: str) -> Any:
    status, _, answer = server.ask("POST", f"{IMPORTS}?{query}", text.encode(), key)
    assert status == 202, answer
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        job = server.ask("GET", f"{IMPORTS}/{answer['import_id']}", key=key)[2]
        if job["finished_at"] is not None:
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_a_source_s_list_is_replaced_and_taken_off_over_http(server: Server, key: str) -> None:
    added = bring(server, key, f"{A}\n{B}\n", "source=police&why=first")
    replaced = bring(server, key, f"{B}\n{C}\n", "source=police&mode=replace")
    assert [replaced[name] for name in ("added", "updated", "removed", "unchanged", "mode")] == [1, 0, 1, 1, "replace"]
    removed = bring(server, key, f"{A}\n{B}\n", "mode=remove&dry_run=yes")
    assert [removed[name] for name in ("removed", "unchanged", "revision")] == [1, 1, None]
    first = server.ask("GET", f"{IMPORTS}?limit=2", key=key)[2]
    second = server.ask("GET", f"{IMPORTS}?limit=2&cursor={first['next']}", key=key)[2]
    listed = first["imports"] + second["imports"]
    ids = [job["import_id"] for job in (removed, replaced, added)]
    assert [job["import_id"] for job in listed][:3] == ids
    assert {name: one for name, one in added.items() if name != "errors"} == listed[2]
    assert (listed[2]["bytes"], listed[2]["bytes_read"], listed[2]["source"]) == (
        2 * len(A) + 2,
        2 * len(A) + 2,
        "police",
    )
    assert (listed[2]["why"], listed[2]["author"].startswith("admin ")) == ("first", True)


def test_to_replace_needs_a_source(server: Server, key: str) -> None:
    status, _, problem = server.ask("POST", f"{IMPORTS}?mode=replace", b"1\n", key)
    assert (status, problem["errors"]) == (422, {"source": ["Say whose entries are replaced."]})


def run(record: Record, *arguments: str, stdin: str = "", code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["blocklist", *arguments, *record.arguments], input=stdin)
    assert done.exit_code == code, done.output
    return done


def test_the_command_line_replaces_removes_and_lists(record: Record) -> None:
    run(record, "import", "-", "--source", "police", "--why", "first", stdin=f"{A}\n{B}\n")
    replaced = run(record, "import", "-", "--source", "police", "--replace", stdin=f"{B}\n{C}\n")
    assert replaced.output.startswith("2 rows: 1 added, 0 updated, 1 removed, 1 unchanged, 0 rejected.")
    dry = run(record, "import", "-", "--remove", "--dry-run", stdin=f"{A}\n{B}\n")
    assert dry.output.startswith("2 rows: 0 added, 0 updated, 1 removed, 1 unchanged, 0 rejected. This was a dry run")
    assert "say whose entries" in run(record, "import", "-", "--replace", code=2).output
    listed = json.loads(run(record, "imports", "--json", "--limit", "3").stdout)["imports"]
    assert [(one["mode"], one["dry_run"]) for one in listed] == [("remove", True), ("replace", False), ("add", False)]
    output = run(record, "imports").output
    assert "replace police" in output
    assert "done (dry run)" in output
