"""A Valkey that is asked over TLS, with a password: who is not who it must be is neither believed nor let in."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from guard_api.engine.observations import ScreenShareSeen
from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord
from tests.support.clock import NOON
from tests.support.engines.valkey import needs_valkey, timelines_in, valkey_cluster
from tests.support.network.tls import certificate, needs_openssl, tls_before

pytestmark = [
    pytest.mark.slow("starts a cluster of its own"),
    needs_valkey,
    needs_openssl,
]
LIFE = timedelta(hours=2)
CHECK = CheckRecord(NOON, NOON, (ScreenShareSeen(at=NOON, on=True),))


class Place(NamedTuple):
    """Where it is, and the files that it takes."""

    port: int
    folder: Path

    def url(self, ca: str = "server", who: str = "client", password: str = "geheim") -> str:
        files = f"ca={self.folder}/{ca}.pem&cert={self.folder}/{who}.pem&key={self.folder}/{who}.key"
        return f"valkeys://:{password}@127.0.0.1:{self.port}?{files}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("tls")
    made = {name: certificate(folder, name) for name in ("server", "client", "stranger")}
    with ExitStack() as running:
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        announced = ("--cluster-announce-port", str(port), "--requirepass", "geheim")
        cluster = running.enter_context(valkey_cluster(folder / "valkey", 1, *announced, password="geheim"))
        running.enter_context(tls_before(cluster.nodes[0].port, listener, made["server"], made["client"][0]))
        yield Place(port, folder)


def test_timelines_are_kept_over_tls(place: Place) -> None:
    timelines = timelines_in(place.url())
    assert timelines.record("a", CHECK, LIFE).timeline.observations == [*CHECK.observations]
    assert timelines.read("a", NOON, LIFE).observations == [*CHECK.observations]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"ca": "stranger"}, "reached"), ({"who": "stranger"}, "reached"), ({"password": "wrong"}, "does not let us in")],
)
def test_who_is_not_who_it_must_be_gets_no_request_and_no_secret(place: Place, wrong: dict[str, str], why: str) -> None:
    with pytest.raises(StoreUnavailable, match=why) as caught:
        timelines_in(place.url(**wrong)).record("a", CHECK, LIFE)
    assert "geheim" not in str(caught.value)


def test_who_does_not_speak_tls_gets_nothing(place: Place) -> None:
    with pytest.raises(StoreUnavailable):
        timelines_in(f"valkey://127.0.0.1:{place.port}").record("a", CHECK, LIFE)
