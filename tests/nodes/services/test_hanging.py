"""A primary that hangs for good, while another takes its place: the kernel of its machine goes on answering for it."""

from pathlib import Path

import pytest

from tests.support.engines.nodes import age, is_listed, new_key, start_node
from tests.support.engines.postgres import end, new_postgres
from tests.support.servers import dismiss, wait_for

pytestmark = pytest.mark.slow("waits until a server is taken for one that hangs")


def test_nodes_leave_it_for_the_one_that_has_taken_its_place(tmp_path: Path) -> None:
    primary = new_postgres(careful=True)
    primary.execute("CREATE DATABASE guard")
    standby = primary.standby(primary.folder.with_name(f"{primary.folder.name}-standby"))
    url = f"postgresql://guard@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/guard?target_session_attrs=read-write"
    node = start_node(tmp_path / "node", url, GUARD_STORE_SECONDS="0.5")
    try:
        admin, phone = new_key(url, "admin"), new_key(url)
        assert node.ask("POST", "/v1/admin/entries", {"number": "+8613900000001"}, admin)[0] == 201
        primary.freeze()
        standby.promote()
        body = {"number": "+8613900000002"}
        wait_for(lambda: node.ask("POST", "/v1/admin/entries", body, admin)[0] == 201)
        wait_for(lambda: age(node) < 1)
        assert is_listed(node, "+8613900000002", phone)
    finally:
        dismiss(node)
        end(primary)
        end(standby)
