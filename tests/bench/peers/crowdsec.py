"""CrowdSec's local API, a peer that is written in Go: whether an IP address is blocked, on SQLite as Debian sets it up.

It runs from a folder, by itself: no agent that reads logs, no central API, no service. Neither of our lists nor
timelines are known to it: it looks up, and that is all that it is measured with.
"""

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.harness.servers import WORKERS, running
from tests.bench.harness.workloads import Workload
from tests.bench.worlds import World
from tests.support.servers import Server, free_port

_SERVER, _COMMANDS = (shutil.which(name) for name in ("crowdsec", "cscli"))
_ALIVE = "/health"
_CONFIG = """
common: {{daemonize: false, log_media: file, log_level: info, log_dir: {folder}}}
config_paths:
  config_dir: {folder}
  data_dir: {folder}
  hub_dir: {folder}
  index_path: {folder}/.index.json
db_config: {{type: sqlite, db_path: {folder}/crowdsec.db, use_wal: true, flush: {{max_items: 1000000, max_age: 7d}}}}
api:
  client: {{credentials_path: {folder}/login.yaml}}
  server: {{log_level: info, listen_uri: "127.0.0.1:{port}", profiles_path: {folder}/profiles.yaml}}
prometheus: {{enabled: false}}
"""
_PROFILES = """
name: default_ip_remediation
filters: ['Alert.Remediation == true && Alert.GetScope() == "Ip"']
decisions: [{type: ban, duration: 4h}]
on_success: break
"""


class Unavailable(Exception):
    """It cannot be measured here; says why."""


@dataclass(frozen=True)
class CrowdSec:
    """A folder with its database, and the key that it may be asked with."""

    folder: Path
    key: str

    @property
    def workload(self) -> Workload:
        """Ask for an address that is blocked, and then for one that is not."""
        return Workload("look-up of an IP address", partial(_decision, self.key))

    @contextmanager
    def server(self) -> Iterator[Server]:
        """Run it, on as many cores as guard_api has workers."""
        port = free_port()
        config = self.folder / "config.yaml"
        config.write_text(_CONFIG.format(folder=self.folder, port=port))
        command = [_SERVER or "", "-c", str(config), "-no-cs"]
        with running(command, port, self.folder, _ALIVE, GOMAXPROCS=str(WORKERS)) as server:
            yield server

    def tell(self, *arguments: str) -> None:
        """Have its command line do something."""
        command = [_COMMANDS or "", "--error", "-c", str(self.folder / "config.yaml"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"{' '.join(arguments[:2])}: {done.stderr.strip()}")


def prepared(folder: Path, decisions: int) -> CrowdSec:
    """Make its database with so many addresses blocked. Raises Unavailable."""
    if _SERVER is None or _COMMANDS is None:
        raise Unavailable("there is no `crowdsec` on the path")
    folder.mkdir()
    made = CrowdSec(folder, secrets.token_hex(16))
    (folder / "profiles.yaml").write_text(_PROFILES)
    (folder / ".index.json").write_text("{}")
    (folder / "decisions.csv").write_text(
        "duration,scope,value\n" + "".join(f"24h,ip,{_address(10, place)}\n" for place in range(decisions))
    )
    try:
        with made.server() as server:
            login, url = str(folder / "login.yaml"), server.url
            made.tell("bouncers", "add", "bench", "--key", made.key)
            made.tell("machines", "add", "bench", "--password", secrets.token_hex(16), "--url", url, "--file", login)
            made.tell("decisions", "import", "--input", str(folder / "decisions.csv"))
            _refuse_less(made, server, decisions)
    except (SystemExit, OSError) as error:
        raise Unavailable(str(error)) from error
    return made


def _refuse_less(made: CrowdSec, server: Server, decisions: int) -> None:
    for place, is_blocked in ((0, True), (decisions - 1, True), (decisions, False)):
        path = f"/v1/decisions?ip={_address(10, place)}"
        _, _, found = server.ask("GET", path, X_Api_Key=made.key)
        if bool(found) != is_blocked:
            raise Unavailable(f"{path} is answered with {found}")


def version() -> str:
    """Return what it calls itself."""
    shown = subprocess.run([_SERVER or "", "-version"], capture_output=True, text=True, check=False)
    return f"CrowdSec {(shown.stdout + shown.stderr).partition('version: v')[2].partition('-')[0]}"


def _decision(presented: str, world: World, place: int, phone: int) -> bytes:
    turn = place // 2
    requested = _address(10, turn % world.entries) if place % 2 else _address(11, turn)
    return f"GET /v1/decisions?ip={requested} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {presented}\r\n\r\n".encode()


def _address(network: int, place: int) -> str:
    return f"{network}.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"
