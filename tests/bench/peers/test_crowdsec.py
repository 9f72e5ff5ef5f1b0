"""CrowdSec's local API runs by itself, from a folder, and knows what was given to it."""

import shutil
from pathlib import Path

import pytest

from tests.bench.harness.servers import answer, weighed
from tests.bench.harness.workloads import Asking
from tests.bench.peers import crowdsec
from tests.bench.worlds import World


@pytest.mark.skipif(shutil.which("crowdsec") is None, reason="needs CrowdSec: tests/bench/README.md says how")
def test_what_is_blocked_is_found_and_nothing_else(tmp_path: Path) -> None:
    made = crowdsec.prepared(tmp_path / "crowdsec", 50)
    blocked_next = Asking.by(made.workload, World(tmp_path, 50, 10), range(9)).some(4)

    with made.server() as server:
        found = [answer(server, request) for request in blocked_next]
        assert [one != b"null" for one in found] == [False, True, False, True]
        assert len(weighed(server)) == 1
    assert server.process.poll() is not None


def test_without_it_nothing_is_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowdsec, "_SERVER", None)

    with pytest.raises(crowdsec.Unavailable):
        crowdsec.prepared(tmp_path / "crowdsec", 50)
    assert not [*tmp_path.iterdir()]
