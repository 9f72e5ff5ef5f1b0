"""Reference lists: loaded once, loaded again on demand, seen by everybody, and who is listed where."""

import shutil
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from conftest import NOON, Server

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.errors import BadList, StoreUnavailable
from guard_api.ports import Device, Listing, Scope, Services
from guard_api.store.reference import shipped_lists

HEADER = "number,match,region,category,label,source,checked\n"
BLOCKED = """\
+8613911112222,exact,,fraud,exact,test,2026-01-01
+86139,prefix,,telemarketing,short,test,2026-01-01
+86139111,prefix,,robocall,long,test,2026-01-01
+86139111122,prefix,FR,spam,elsewhere,test,2026-01-01
+33162,prefix,FR,telemarketing,french,test,2026-01-01
CN:10690,exact,CN,spam,short code,test,2026-01-01
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the shipped lists with other blocked numbers."""
    copy = tmp_path / "lists"
    shutil.copytree(str(shipped_lists()), copy)
    (copy / "blocked_numbers.csv").write_text(HEADER + BLOCKED, "utf-8")
    return copy


FOUND = {
    ("+8613911112222", "CN"): ["exact"],
    ("+8613911112223", "CN"): ["long"],
    ("+8613911112223", "FR"): ["elsewhere"],
    ("+8613912345678", "CN"): ["short"],
    ("+86139", "CN"): ["short"],
    ("+8613", "CN"): [],
    ("+33162345678", "FR"): ["french"],
    ("+33162345678", "CN"): [],
    ("CN:10690", "CN"): ["short code"],
    ("CN:106901", "CN"): [],
    ("", "CN"): [],
    ("+" * 300, "CN"): [],
}


def test_the_exact_number_counts_before_the_longest_prefix_and_only_in_its_region(
    services: Services, folder: Path
) -> None:
    services.reference.load(folder)
    for (key, region), labels in FOUND.items():
        found = services.blocklist.find([key, "+4917650642602"], region)
        assert [listing.label for listing in found.values()] == labels, key


def test_a_look_up_of_nothing_finds_nothing(services: Services) -> None:
    assert services.blocklist.find([], "CN") == {}
    assert services.blocklist.find(["+33162345678"], "FR") == {
        "+33162345678": Listing("telemarketing", "French telemarketing range (metropolitan)")
    }


def test_a_later_start_keeps_what_an_admin_has_loaded(services: Services, folder: Path, database: Path) -> None:
    rows = services.reference.load(folder)
    assert rows["blocked_number"] == len(BLOCKED.splitlines())
    again = open_services(Config(database=database))
    assert again.blocklist.find(["+8613911112222"], "CN")


def test_lists_without_a_file_or_column_change_nothing(services: Services, folder: Path) -> None:
    before = services.reference.current()
    (folder / "app_packages.csv").write_text("package\ncom.x\n", "utf-8")
    with pytest.raises(Exception, match=r"category|app_packages"):
        services.reference.load(folder)
    assert services.blocklist.find(["+33162345678"], "FR")
    assert services.reference.current().apps == before.apps


def until(true: Callable[[], bool]) -> float:
    """Wait until something is so; gives how long it took."""
    began = monotonic()
    while not true():
        assert monotonic() - began < 5
        sleep(0.02)
    return monotonic() - began


def test_running_workers_see_reloaded_lists_within_about_a_second(server: Server, folder: Path) -> None:
    key = server.new_key()
    apps = folder / "app_packages.csv"
    with apps.open("a", encoding="utf-8") as lines:
        lines.write("test.share.app,meeting,Test,unconfirmed,test,2026-01-01\n")

    def level() -> str:
        fresh = {"caller_number": "13612345678", "installed_apps": ["test.share.app"]}
        answer: str = server.ask("POST", "/v1/checks", fresh, key)[2]["level"]
        return answer

    assert level() == "none"
    assert "app_package: 122" in server.command("load-lists", str(folder))
    assert until(lambda: all(level() != "none" for _ in range(3))) < 1.5
    listed = server.ask("GET", "/v1/numbers/13911112222", key=key)[2]
    assert listed["caller"]["listed"] == {"category": "fraud", "label": "exact"}
    assert listed["level"] == "warning"
    assert "app_package: 121" in server.command("load-lists")


def test_when_the_database_is_gone_the_last_known_lists_and_keys_still_serve(
    services: Services, database: Path
) -> None:
    _, secret = services.keys.create(Scope.DEVICE, "", NOON, Device("phone", "CN"))
    _, unseen = services.keys.create(Scope.DEVICE, "", NOON, Device("other", "CN"))
    assert services.keys.authenticate(secret)
    known = services.reference.current()
    for file in (database, *database.parent.glob("guard.db-*")):
        with file.open("r+b") as there:
            there.write(b"garbage!" * (file.stat().st_size // 8))
    sleep(1.05)
    assert services.reference.current() == known
    assert services.keys.authenticate(secret)
    with pytest.raises(StoreUnavailable):
        services.keys.authenticate(unseen)


def test_a_list_that_would_block_an_official_line_is_refused(services: Services, tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    shutil.copytree(str(shipped_lists()), lists)
    with (lists / "blocked_numbers.csv").open("a", encoding="utf-8") as blocked:
        blocked.write("+8695,prefix,CN,spam,too much,a test,2026-11-22\n")

    with pytest.raises(BadList, match="covers the official number 95"):
        services.reference.load(lists)
