"""A whole service on real engines: a pair of PostgreSQL, a Valkey of three and three, and nodes on loopback."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from tests.support.engines.nodes import has_key, new_key, start_node
from tests.support.engines.postgres import Postgres, end, new_postgres
from tests.support.engines.valkey import ValkeyCluster, valkey_cluster
from tests.support.servers import Server, dismiss, wait_for

_SETTINGS = {"GUARD_STORE_SECONDS": "2"}
_FAILOVER_MILLISECONDS = 2000
"""After so long a node of Valkey is taken for dead: four times as long as one would set, for a busy machine."""


@dataclass
class Site:
    """What is there of it."""

    folder: Path
    pair: tuple[Postgres, Postgres]
    """Who is written to at first, and its synchronous standby."""
    cluster: ValkeyCluster
    settings: dict[str, str]
    nodes: list[Server] = field(default_factory=list)
    admin: str = ""

    @property
    def url(self) -> str:
        places = ",".join(f"127.0.0.1:{one.port}" for one in self.pair)
        return f"postgresql://guard@{places}/guard?target_session_attrs=read-write"

    def start(self, name: str, **environment: str) -> Server:
        """Start a node more, or one again."""
        node = start_node(self.folder / name, self.url, **{**self.settings, **environment})
        self.nodes = [*(one for one in self.nodes if one.database != node.database), node]
        return node

    def key(self, on: Server | None = None, scope: str = "device") -> str:
        """Make a key over HTTP."""
        region = {"region": "CN"} if scope == "device" else {}
        status, _, made = (on or self.nodes[0]).ask("POST", "/v1/admin/keys", {"scope": scope, **region}, self.admin)
        assert status == 201, made
        return str(made["key"])

    def phones(self, count: int) -> Sequence[str]:
        """Make keys of phones that all nodes know by themselves, as they know all that are older than a second."""
        keys = [self.key() for _ in range(count)]
        for node in self.nodes:
            wait_for(lambda node=node: has_key(node, keys[-1]))  # type: ignore[misc] # a default is bound at once
        return keys

    def list_number(self, on: Server, number: str) -> int:
        return on.ask("POST", "/v1/admin/entries", {"number": number, "category": "fraud"}, self.admin)[0]

    def standing(self, node: Server, key: str) -> tuple[int, int, str]:
        """Take the whole block list as a phone does, and prove it; gives revision, count and checksum."""
        since, entries = "", dict[tuple[str, str], Any]()
        while True:
            status, _, page = node.ask("GET", f"/v1/blocklist?limit=5000{since}", key=key)
            assert status == 200, page
            entries |= {(one["match"], one["number"]): one for one in page["upserts"]}
            since = f"&since={page['next']}"
            if page["complete"]:
                break
        assert checksum(entries.values()) == page["checksum"]
        assert len(entries) == page["count"]
        return page["revision"], page["count"], page["checksum"]


def checksum(entries: Any) -> str:
    """Sum up entries as the guide for apps says, of such that do not expire."""
    lines = (f"{one['number']},{one['match']},{one['category']}," for one in entries)
    return f"{sum(crc32(line.encode()) for line in lines) % 2**64:016x}"


@contextmanager
def site(
    folder: Path, node_timeout: int = _FAILOVER_MILLISECONDS, settings: Mapping[str, str] | None = None
) -> Iterator[Site]:
    """Run one, with a first key of an admin, and stop it."""
    primary = new_postgres(careful=True)
    standby = None
    try:
        primary.execute("CREATE DATABASE guard")
        standby = primary.standby(primary.folder.with_name(f"{primary.folder.name}-standby"))
        with valkey_cluster(
            folder / "valkey", 3, "--appendonly", "yes", replicas=True, node_timeout=node_timeout
        ) as cluster:
            made = Site(
                folder, (primary, standby), cluster, {**_SETTINGS, "GUARD_TIMELINES": cluster.url, **(settings or {})}
            )
            try:
                for name in "abc":
                    made.start(name)
                    made.admin = made.admin or new_key(made.url, "admin")
                yield made
            finally:
                for node in made.nodes:
                    dismiss(node)
    finally:
        for one in (primary, standby):
            if one is not None:
                end(one)
