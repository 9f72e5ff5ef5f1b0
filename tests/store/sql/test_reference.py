"""Reference lists: loaded once, loaded again on demand, and seen by everybody."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from guard_api.app import open_services
from guard_api.apps.app import App
from guard_api.config import Config
from guard_api.errors import BadList, StoreUnavailable
from guard_api.ports import Device, Reference, Scope, Services
from guard_api.store.sql.reference import SqlReference, shipped_lists
from guard_api.store.sqlite.database import Database
from tests.support.clock import NOON
from tests.support.servers import Server

SHIPPED_APPS = len((shipped_lists() / "app_packages.csv").read_text("utf-8").splitlines()) - 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the shipped lists with one more app."""
    copy = tmp_path / "lists"
    shutil.copytree(str(shipped_lists()), copy)
    with (copy / "app_packages.csv").open("a", encoding="utf-8") as lines:
        lines.write("test.share.app,meeting,Test,jd,unconfirmed,test,2026-01-01\n")
    return copy


def test_a_later_start_keeps_what_an_admin_has_loaded(services: Services, folder: Path, database: Path) -> None:
    rows = services.reference.load(services.clock(), folder)
    assert rows["app_package"] == SHIPPED_APPS + 1
    again = open_services(Config(database=database))
    assert again.reference.current().apps["test.share.app"] == App("meeting", "jd")


def test_lists_without_a_file_or_column_change_nothing(services: Services, folder: Path) -> None:
    before = services.reference.current()
    (folder / "app_packages.csv").write_text("package\ncom.x\n", "utf-8")
    with pytest.raises(Exception, match=r"category|app_packages"):
        services.reference.load(services.clock(), folder)
    assert services.reference.current().apps == before.apps


def test_official_domains_are_loaded(services: Services) -> None:
    domains = services.reference.current().domains
    owner = domains.owner("passport.jd.com")
    assert owner is not None
    assert (owner.domain, owner.organization) == ("jd.com", "jd")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("www.jd.com,jd", "line 2.*www.jd.com"),
        ("com.cn,jd", "line 2.*com.cn"),
        ("github.io,jd", "line 2.*github.io"),
        ("JD.com,jd", "line 2.*JD.com"),
        ("198.51.100.7,jd", "line 2"),
        ("京东.公司,jd", "line 2"),
        (",jd", "line 2"),
        ("jd.com,nobody", "official_domains.csv: no such organization: nobody"),
    ],
)
def test_an_official_domain_is_what_an_organization_has_registered(
    services: Services, folder: Path, row: str, reason: str
) -> None:
    (folder / "official_domains.csv").write_text(
        f"domain,organization,source,checked\n{row},test,2026-01-01\n", "utf-8"
    )
    with pytest.raises(BadList, match=reason):
        services.reference.load(services.clock(), folder)
    assert services.reference.current().domains.owner("jd.com")


def until(true: Callable[[], bool]) -> float:
    """Wait until something is so; gives how long it took."""
    began = monotonic()
    while not true():
        assert monotonic() - began < 60
        sleep(0.02)
    return monotonic() - began


def test_running_workers_see_reloaded_lists_within_about_a_second(server: Server, folder: Path) -> None:
    def level() -> str:
        # What a phone has told stays as it was read then: each answer is another phone's.
        key = server.new_key()
        fresh = {"caller_number": "13612345678", "installed_apps": ["test.share.app"]}
        answer: str = server.ask("POST", "/v1/checks", fresh, key)[2]["level"]
        return answer

    assert level() == "none"
    seconds = []
    for _ in range(5):  # a busy machine takes longer now and then
        assert f"app_package: {SHIPPED_APPS + 1}" in server.command("load-lists", str(folder))
        seconds.append(until(lambda: all(level() != "none" for _ in range(3))))
        assert f"app_package: {SHIPPED_APPS}" in server.command("load-lists")
        seconds.append(until(lambda: all(level() == "none" for _ in range(3))))
        if min(seconds) < 1.5:
            break
    assert min(seconds) < 1.5, seconds


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


def test_an_app_of_which_nobody_knows_whose_it_is_has_no_organization(reference: Reference) -> None:
    assert reference.apps["com.icbc"] == App("bank", "icbc")
    assert reference.apps["com.discord"] == App("im_with_screen_share", "")


def test_lists_of_apps_made_for_an_earlier_release_load_without_organizations(services: Services, folder: Path) -> None:
    (folder / "app_packages.csv").write_text("package,category\ncom.x,bank\n", "utf-8")
    services.reference.load(services.clock(), folder)
    assert services.reference.current().apps == {"com.x": App("bank")}


@pytest.mark.parametrize(("row", "reason"), [("com.x,bnak,", "line 2.*bnak"), ("com.x,bank,nobody", "no such.*nobody")])
def test_an_app_is_of_a_known_category_and_organization(
    services: Services, folder: Path, row: str, reason: str
) -> None:
    (folder / "app_packages.csv").write_text(f"package,category,organization\n{row}\n", "utf-8")
    with pytest.raises(BadList, match=reason):
        services.reference.load(services.clock(), folder)


def note(database: Path, release: int | None, revision: int) -> None:
    """Make of a database one that another release has left, with no apps in its lists."""
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM app_package")
        connection.execute("UPDATE meta SET value = ? WHERE name = 'reference_revision'", (revision,))
        if release is None:
            connection.execute("DELETE FROM meta WHERE name = 'reference_release'")
        else:
            connection.execute("UPDATE meta SET value = ? WHERE name = 'reference_release'", (release,))
    connection.close()


@pytest.mark.parametrize(
    ("release", "revision", "follows"),
    [
        (12345, 3, True),  # another release's lists
        (None, 1, True),  # of a release that did not note it, and no admin has loaded any
        (None, 2, False),  # an admin may have
        (0, 2, False),  # an admin has
    ],
)
def test_a_database_follows_the_lists_of_a_new_release_unless_an_admin_has_chosen_others(
    database: Path, release: int | None, revision: int, *, follows: bool
) -> None:
    open_services(Config(database=database))
    note(database, release, revision)
    apps = open_services(Config(database=database)).reference.current().apps
    assert ("com.icbc" in apps) is follows


def test_a_start_with_the_same_lists_loads_nothing(database: Path) -> None:
    open_services(Config(database=database))
    before = SqlReference(Database(database, 1)).read()[0]
    open_services(Config(database=database))
    assert SqlReference(Database(database, 1)).read()[0] == before
