"""Where a Valkey is: read from a setting, of which no secret is ever shown."""

import subprocess
import sys
from pathlib import Path

import pytest

from guard_api.config import Config
from guard_api.environment import from_env
from guard_api.errors import BadConfiguration
from guard_api.settings.valkey_url import ValkeyUrl, read_valkey_url

URLS = {
    "valkey://a": ValkeyUrl((("a", 6379),)),
    "valkey://a:1,b:2,[::1]:3/": ValkeyUrl((("a", 1), ("b", 2), ("::1", 3))),
    "valkey://:p%40ss@a": ValkeyUrl((("a", 6379),), password="p@ss"),
    "valkeys://me:x@a": ValkeyUrl((("a", 6379),), tls=True, username="me", password="x"),
    "valkeys://a?ca=/c&cert=/d&key=/e": ValkeyUrl((("a", 6379),), tls=True, ca="/c", cert="/d", key="/e"),
}
WRONG = (
    "a:6379",
    "valkey:a",
    "valkey://a?ca=/c",
    "valkeys://a?cafile=/c",
    "valkeys://a?ca",
    "valkey://a#b",
    "valkey://me:secret@",
    "valkey://me:secret@a:b",
    "valkey://me:secret@a/1",
    "http://me:secret@a",
    "me:secret@a",
    "valkey://[::1",
)


@pytest.mark.parametrize("text", URLS)
def test_a_url_names_nodes_and_who_we_are(text: str) -> None:
    assert read_valkey_url(text) == URLS[text]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_url_stops_the_start_and_shows_no_secret(text: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        from_env({"GUARD_TIMELINES": text})
    [fault] = caught.value.faults
    assert fault.endswith("or valkeys:// for TLS")
    assert "secret" not in fault


def test_a_password_is_not_shown_with_the_rest() -> None:
    assert "secret" not in repr(read_valkey_url("valkey://me:secret@a"))


def test_empty_is_a_file_as_without_it() -> None:
    assert from_env({"GUARD_TIMELINES": ""}) == Config()
    assert Config().valkey is None


def test_files_that_are_not_there_stop_the_start(tmp_path: Path) -> None:
    pytest.importorskip("valkey")
    with pytest.raises(BadConfiguration) as caught:
        from_env({"GUARD_TIMELINES": f"valkeys://a?ca={__file__}&key={tmp_path}/k"})
    assert [*caught.value.faults] == [f"GUARD_TIMELINES: there is no file {tmp_path}/k"]


def _run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120).stdout


def test_where_the_client_is_not_installed_the_start_explains_how_to_install_it() -> None:
    output = _run("""
import sys
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "valkey" else found(name)
from guard_api.environment import from_env
from guard_api.errors import BadConfiguration
try:
    from_env({"GUARD_TIMELINES": "valkey://a"})
except BadConfiguration as error:
    print(error.faults)
""")
    assert "GUARD_TIMELINES: the client of Valkey is not installed; do: pip install 'guard-api[cluster]'" in output


def test_a_server_with_a_file_imports_no_client_of_any_engine(tmp_path: Path) -> None:
    output = _run(f"""
import sys
from pathlib import Path
from guard_api.app import open_services
from guard_api.config import Config
from guard_api import serving
from guard_api.web.app import create_app
create_app(open_services(Config(database=Path({str(tmp_path / "guard.db")!r}))))
print(sorted(set(sys.modules) & {{"valkey", "redis", "libvalkey", "psycopg", "guard_api.store.valkey"}}))
""")
    assert output == "[]\n"
