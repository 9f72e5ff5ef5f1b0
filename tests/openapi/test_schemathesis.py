"""What the document allows is accepted, what it forbids is refused, and nothing comes back that it does not name."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.clients.described import operations
from tests.support.servers import start_server, stop_server

HERE = Path(__file__).parent
# Examples, and data that the document allows or forbids. The other phases were run by hand: they found no more, in ten
# times the time.
COMMAND = [
    *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"),
    *("--checks", "all", "--max-examples", "4", "--phases", "examples,fuzzing", "--seed", "20261122"),
    *("--generation-database", "none", "--continue-on-failure", "--no-color"),
]
WITH_KEY = {"device": "/v1/numbers/1", "admin": "/v1/admin/keys"}


@pytest.mark.slow("sends some thousand requests")
def test_schemathesis_finds_nothing_with_all_its_checks(tmp_path: Path) -> None:
    server = start_server(tmp_path, workers=1)
    keys = {scope: server.new_key(scope) for scope in ("device", "admin", "metrics")}
    listed = server.ask("GET", "/v1/admin/keys", key=keys["admin"])[2]["keys"]
    environment = {
        "DEVICE_KEY": keys["device"],
        "ADMIN_KEY": keys["admin"],
        "METRICS_KEY": keys["metrics"],
        "ENROLMENT_CODE": server.command("enrolment-codes", "create", "--uses", "100000").strip(),
        "OWN_KEY_IDS": " ".join(key["id"] for key in listed),
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
        "PYTHONPATH": str(HERE),
    }
    document = server.ask("GET", "/openapi.json")[2]
    # From a file: of a document that it has loaded from the server, it does not try the route again.
    (tmp_path / "openapi.json").write_text(json.dumps(document), "utf-8")
    run = subprocess.run(
        [*COMMAND, "--url", server.url, "openapi.json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, **environment},
        timeout=900,
    )
    works = [server.ask("GET", path, key=keys[scope])[0] for scope, path in WITH_KEY.items()]
    stop_server(server)

    assert run.returncode == 0, run.stdout + run.stderr
    tested = re.search(r"Tested: (\d+)", run.stdout)
    assert tested is not None
    assert int(tested[1]) == len(operations(document))
    assert works == [200, 200], "a key was revoked while the run used it"
