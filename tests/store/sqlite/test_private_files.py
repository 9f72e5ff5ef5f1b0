"""Every file that lies beside a database is for its owner alone: made so, and mended where it is not."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from guard_api.app import utc_now
from guard_api.cli.users import fault_of_files, left_open, user_name
from guard_api.ports import Device, Scope, Services
from guard_api.store.sqlite.database import Database
from guard_api.store.sqlite.private_files import open_to_others
from tests.support.clock import Clock
from tests.support.commands import run_here
from tests.support.databases import services_of, unlimited, without_lists

NOBODY = 65534


@pytest.fixture(params=[0o000, 0o027, 0o077, 0o277, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {str(file.relative_to(folder)): stat.S_IMODE(file.stat().st_mode) for file in sorted(folder.rglob("*"))}


def private(folder: Path) -> bool:
    return all(mode == (0o700 if (folder / name).is_dir() else 0o600) for name, mode in modes(folder).items())


def test_what_commands_make_is_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before, home = os.umask(0o022), tmp_path / "home"
    home.mkdir(mode=0o700)
    (tmp_path / "list.csv").write_text("number\n13912345678\n")
    os.umask(before)
    for command in (
        ("keys", "create", "--scope", "admin"),
        ("blocklist", "import", str(tmp_path / "list.csv")),
        ("purge",),
    ):
        run_here(*command, "--database", str(home / "guard.db"))
        assert private(home), (command, modes(home))
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_an_upload_that_waits_is_private_though_its_folder_was_left_open(services: Services, database: Path) -> None:
    folder = Path(f"{database}.imports")
    folder.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        with services.uploads.receive([b"number\n"]) as name:
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
            Database(database, 1).open(utc_now())
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        os.umask(before)


def test_what_was_left_open_to_others_is_closed_at_the_start(database: Path, clock: Clock) -> None:
    services = services_of(unlimited(database), clock)
    services.keys.create(Scope.DEVICE, "", clock(), Device("phone", "CN"))
    with services.uploads.receive([b"number\n"]):
        for ending in (
            *(".serving", ".revoked", ".proxies", ".upkeep", ".timelines-here.lmdb", ".snapshot-1-1"),
            *(".replaced-20261122T120000Z", ".replaced-20261122T120000Z-wal", ".sent.part", ".restored.part"),
        ):
            Path(f"{database}{ending}").touch()
        for file in database.parent.rglob("*"):
            file.chmod(0o777 if file.is_dir() else 0o664)
        assert len(open_to_others(database)) >= 8
        Database(database, 1).open(utc_now())
        assert private(database.parent), modes(database.parent)
    assert left_open(database) is None


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of nobody's; those of pytest are for the one who runs it."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def nobody() -> Iterator[None]:
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may act as others")
@pytest.mark.parametrize("ending", ["", ".serving", ".revoked", ".lock", ".imports/turn", "-wal"])
def test_every_file_that_root_has_left_is_named_with_the_remedy(home: Path, ending: str) -> None:
    database = without_lists(home / "guard.db")
    Path(f"{database}.imports").mkdir(mode=0o700)
    file = Path(f"{database}{ending}")
    file.touch()
    for other in (home, *home.rglob("*")):
        os.chown(other, NOBODY, NOBODY)
    with nobody():
        assert fault_of_files(database, NOBODY) is None
    os.chown(file, 0, 0)
    file.chmod(0o600)
    with nobody():
        fault = fault_of_files(database, NOBODY)
    assert fault is not None
    assert fault.endswith(f"cannot write what belongs to root. Do, as root: chown -R {user_name(NOBODY)} {file}")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files to others")
def test_what_others_may_read_and_this_user_cannot_close_is_named_with_the_remedy(home: Path) -> None:
    database = without_lists(home / "guard.db")
    os.chown(home, NOBODY, NOBODY)
    database.chmod(0o666)
    with nobody():
        Database(database, 1).open(utc_now())
        assert left_open(database) == f"Others may read what belongs to root. Do, as root: chmod go= {database}"
    Database(database, 1).open(utc_now())
    assert left_open(database) is None
