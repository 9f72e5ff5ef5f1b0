"""What is too old is shown and forgotten on the command line; phones are forgotten there, too."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from guard_api.ports import Device, Scope, Services
from guard_api.ports.phones.retention import Kept
from guard_api.store.sqlite.servers_at_work import at_work
from tests.support.clock import NOON
from tests.support.commands import invoked


def run(database: Path, *arguments: str) -> Result:
    return invoked(*arguments, "--database", str(database))


def counts(result: Result) -> dict[str, int]:
    assert result.exit_code == 0, result.output
    return {kind: group["count"] for kind, group in json.loads(result.stdout).items() if group["count"]}


@pytest.fixture
def old(services: Services, database: Path) -> None:
    """A phone that has not asked for two years, a revoked key, and a code that has expired."""
    long_ago = NOON - timedelta(days=2 * 366)
    services.keys.create(Scope.DEVICE, "Wq7grandma", long_ago, Device("silent", "CN", ("+8613700137000",)))
    key, _ = services.keys.create(Scope.METRICS, "", long_ago)
    services.keys.revoke(key.id, long_ago)
    services.keys.create_code(5, long_ago)
    left = Path(f"{database}.imports") / "0123456789abcdef"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"number\n")


@pytest.mark.usefixtures("old")
def test_a_dry_run_shows_what_would_go_how_much_and_how_old_and_changes_nothing(
    database: Path, services: Services
) -> None:
    before = services.keys.list()
    shown = run(database, "purge", "--dry-run")
    assert shown.exit_code == 0
    assert [line.split()[:2] for line in shown.stdout.splitlines()[2:]] == [
        [kind, f"{int(kind in {'devices', 'keys', 'codes'})}"] for kind in Kept
    ]
    due = json.loads(run(database, "purge", "--dry-run", "--json").stdout)
    assert due["devices"]["oldest_days"] >= 2 * 365
    assert due["versions"] == {"count": 0, "oldest_days": None}
    assert services.keys.list() == before


@pytest.mark.usefixtures("old")
def test_a_purge_does_what_the_dry_run_showed_and_is_in_the_history(database: Path, services: Services) -> None:
    due = counts(run(database, "purge", "--dry-run", "--json"))
    assert counts(run(database, "purge", "--json")) == due == {"devices": 1, "keys": 1, "codes": 1}
    assert counts(run(database, "purge", "--json")) == {}
    assert services.keys.list() == []
    [done] = json.loads(run(database, "blocklist", "history", "--json").stdout)["changes"]
    assert (done["what"], done["about"], done["why"]) == ("purge", "retention", "purge")
    assert {kind: done["after"][kind] for kind in ("devices", "keys", "codes")} == due
    assert b"Wq7grandma" not in b"".join(
        file.read_bytes() for file in database.parent.glob("guard.db*") if file.is_file()
    )


def test_the_file_is_rebuilt_only_where_no_server_is_at_work(database: Path, services: Services) -> None:
    with at_work(database, lambda: None):
        refused = run(database, "purge", "--vacuum")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert "a server is at work on it: stop it first" in refused.stderr
    assert counts(run(database, "purge", "--vacuum", "--json")) == {}


def test_a_phone_is_forgotten_by_the_id_that_the_list_of_keys_gives(database: Path, services: Services) -> None:
    made = run(database, "keys", "create", "--scope", "device")
    secret = made.stdout.strip()
    [row] = [line for line in run(database, "keys", "list").stdout.splitlines() if "device" in line]
    phone = row.split()[2]
    assert services.keys.authenticate(secret) is not None
    assert run(database, "devices", "forget", phone, "--why", "lost").exit_code == 0
    assert services.keys.authenticate(secret) is None
    for wrong in (phone, "nobody", "x" * 999):
        again = run(database, "devices", "forget", wrong)
        assert (again.exit_code, again.stderr) == (1, f"Error: {wrong}: there is no such phone\n")
