"""Failovers are counted, once each by whoever notices."""

from contextlib import suppress
from pathlib import Path

import pytest

from guard_api.errors import StoreUnavailable
from guard_api.settings.valkey_url import read_valkey_url
from tests.support.engines.valkey import needs_valkey, valkey_cluster
from tests.support.servers import wait_for

pytestmark = [
    pytest.mark.slow("starts a cluster of its own"),
    needs_valkey,
]


def test_a_replica_that_takes_over_is_counted_once(tmp_path: Path) -> None:
    from guard_api.store.valkey.cluster import Cluster  # noqa: PLC0415 - where its client is installed

    counted: list[int] = []
    with valkey_cluster(tmp_path, 1, replicas=True) as cluster:
        client = Cluster(read_valkey_url(cluster.url), 10, failed_over=counted.append)

        def primary() -> int:
            with suppress(StoreUnavailable):
                client.ask(0, ("PING",))
            [node] = client.primaries()
            return node.address[1]

        assert (primary(), counted) == (cluster.primaries[0].port, [])
        cluster.primaries[0].kill()
        assert cluster.replicas[0].ask("CLUSTER", "FAILOVER", "TAKEOVER").startswith("+OK")
        wait_for(lambda: primary() == cluster.replicas[0].port)
        assert counted == [1]
