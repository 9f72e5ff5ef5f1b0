"""What is wrong with a Valkey, in sentences: for /readyz, for metrics, and for whoever looks for faults."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from valkey.exceptions import ResponseError

from guard_api.errors import StoreUnavailable
from guard_api.store.clock import MICROSECOND, to_micros
from guard_api.store.valkey.cluster import Cluster, Shard, code_of
from guard_api.store.valkey.keys import probe_key
from guard_api.store.valkey.slots import SLOTS

_OLDEST = 7
"""The first version that has what the scripts need, of Redis and of Valkey."""
_APART = timedelta(minutes=1)
"""How far clocks may be apart: from half an hour on, nodes take each other's timelines for ones of the future."""
_PROBE_MILLISECONDS = 1000


class ValkeyExamination:
    """The port `Health` for what is kept in Valkey: a node is ready without it, and answers are degraded."""

    def __init__(self, cluster: Cluster, clock: Callable[[], datetime]) -> None:
        """Look on demand only."""
        self._cluster = cluster
        self._clock = clock

    def probe(self) -> None:
        """Do nothing: were nodes not ready without Valkey, its failure would be that of all of them."""

    def impairments(self) -> Sequence[str]:
        """Name what is wrong with each shard, as far as it matters now."""
        try:
            primaries = self._cluster.primaries()
        except StoreUnavailable as error:
            return [f"timelines: {error}"]
        found = [fault for node, slots in primaries.items() for fault in self._faults(Shard(node), slots[0])]
        missing = SLOTS - sum(map(len, primaries.values()))
        if missing:
            found.append(f"timelines: no node of Valkey has {missing} of {SLOTS} slots")
        return [*dict.fromkeys(found)]

    def advice(self) -> Sequence[str]:
        """Name settings that make a failure worse than it need be."""
        try:
            shards = self._cluster.shards()
        except StoreUnavailable:
            return ()
        found: list[str] = []
        alone = sum(not shard.replicas for shard in shards)
        if alone:
            found.append(
                f"{alone} of {len(shards)} primaries of Valkey have no replica: what dies with one is forgotten"
            )
        for shard in shards:
            found += self._settings(shard)
        return [*dict.fromkeys(found)]

    def _faults(self, shard: Shard, slot: int) -> Iterator[str]:
        probe = ("SET", probe_key(slot), b"", "PX", _PROBE_MILLISECONDS)
        try:
            about, time, written = self._cluster.ask_node(shard.primary, ("INFO",), ("TIME",), probe)
        except StoreUnavailable as error:
            yield f"timelines: {error}"
            return
        if isinstance(written, ResponseError):
            yield f"timelines: a node of Valkey cannot be written to: {code_of(written)}"
        known = _read(about)
        version = known.get("valkey_version") or known.get("redis_version") or ""
        if version and int(version.partition(".")[0]) < _OLDEST:
            yield f"timelines: version {version} of the engine is too old: {_OLDEST}.0 or newer is needed"
        if not isinstance(time, ResponseError):
            apart = abs(int(time[0]) * 1_000_000 + int(time[1]) - to_micros(self._clock())) * MICROSECOND
            if apart > _APART:
                yield f"timelines: the clocks of this machine and of Valkey are {apart // _APART} minutes apart"

    def _settings(self, shard: Shard) -> Iterator[str]:
        try:
            about, coverage, cluster = self._cluster.ask_node(
                shard.primary, ("INFO",), ("CONFIG", "GET", "cluster-require-full-coverage"), ("CLUSTER", "INFO")
            )
        except StoreUnavailable:
            return
        known = _read(about)
        if known.get("maxmemory_policy", "noeviction") != "noeviction":
            yield f"maxmemory-policy is {known['maxmemory_policy']}: Valkey may forget phones; set noeviction"
        if known.get("aof_enabled") == "0":
            yield "appendonly is no: a primary that is started again has forgotten all, for 30 days how lines stand"
        if not isinstance(cluster, ResponseError) and isinstance(coverage, list) and coverage[1:] == [b"yes"]:
            yield "cluster-require-full-coverage is yes: one shard that fails takes all others with it; set no"


def _read(about: Any) -> Mapping[str, str]:  # noqa: ANN401 - a text, or an error
    """Read what a server says of itself; one that may not say so says nothing."""
    if not isinstance(about, bytes):
        return {}
    pairs = (line.partition(":") for line in about.decode("utf-8", "replace").splitlines())
    return {name: value for name, _, value in pairs}
