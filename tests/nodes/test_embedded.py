"""A server with files of its own needs nothing of what several nodes need."""

import subprocess
import sys
from pathlib import Path

import pytest

from guard_api.app import made_services
from guard_api.config import Config
from guard_api.environment import from_env
from guard_api.errors import BadConfiguration
from guard_api.settings.postgres_url import PostgresUrl

_SERVES = """
import sys
from pathlib import Path
from guard_api.app import open_services
from guard_api.config import Config
from guard_api.web.app import create_app
import guard_api.serving, guard_api.cli
services = open_services(Config(database=Path(sys.argv[1])))
create_app(services).test_client().get("/readyz")
print(*sorted({"psycopg", "valkey"} & set(sys.modules)))
"""
_WITHOUT = "import sys; sys.modules['psycopg'] = None; from guard_api.cli import main; main()"


def test_a_server_with_a_file_loads_no_driver(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SERVES, str(tmp_path / "guard.db")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_it_looks_up_in_the_database_itself_and_is_always_fresh(tmp_path: Path) -> None:
    services, begin = made_services(Config(database=tmp_path / "guard.db"))
    begin()
    assert services.freshness.current()
    assert services.freshness.age() is None
    assert {path.name for path in tmp_path.iterdir() if "copy" in path.name} == set()


@pytest.mark.slow("starts programs of its own")
def test_who_names_postgresql_without_its_driver_learns_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT, "keys", "list"],
        env={"GUARD_DATABASE": "postgresql://nobody/x", "GUARD_COPY": str(tmp_path / "copy.db"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "guard-api[cluster]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_password_is_never_printed() -> None:
    url = from_env({"GUARD_DATABASE": "postgresql://guard:secret@db,other/guard?sslmode=require"}).database
    assert isinstance(url, PostgresUrl)
    assert f"{url}" == repr(url) == str(url) == "postgresql://db,other/guard"
    assert "secret" in url.partition("@")[0]


def test_backups_of_files_are_not_requested_of_a_record_on_postgresql() -> None:
    with pytest.raises(BadConfiguration, match="own tools"):
        from_env({"GUARD_DATABASE": "postgresql://db/guard", "GUARD_BACKUP_TO": "/backups"})


@pytest.mark.slow("starts programs of its own")
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://127.0.0.1:1/guard", "refused"),
        ("postgresql://127.0.0.1:1/guard?nonsense=1", "nonsense"),
        ("postgresql://127.0.0.1:x/guard", "port"),
    ],
)
def test_a_record_that_cannot_be_reached_is_named_at_the_start(tmp_path: Path, url: str, expected: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "guard_api", "keys", "list"],
        env={"GUARD_DATABASE": url, "GUARD_COPY": str(tmp_path / "copy.db"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
