"""Databases to measure in: lists and phones of any number."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from guard_api.store.clock import to_micros
from guard_api.store.sqlite.database import Database, Durability
from tests.bench.blocklist import imported, write_list
from tests.bench.harness.checkouts import HERE, environment_of

_ENROL = "INSERT INTO device (id, region, own_numbers, label, enrolled_at) VALUES (?, 'CN', '[]', 'speed', ?)"
_ALLOW = "INSERT INTO key (id, digest, scope, label, device_id, created_at) VALUES (?, ?, ?, 'speed', ?, ?)"
_MAKE = """
import sys, pathlib, tests.bench.worlds
tests.bench.worlds.made(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
"""
ADMIN = -1
"""In the place of a phone's number."""


@dataclass(frozen=True)
class World:
    """A folder with a database: so many blocked numbers, so many phones. All that the store keeps lies in it.

    `code`: the checkout that has made it, and whose server runs in it.
    """

    folder: Path
    entries: int
    phones: int
    code: Path = HERE

    @property
    def database(self) -> Path:
        """Name the file as `start_server` does."""
        return self.folder / "guard.db"

    @property
    def earlier(self) -> range:
        """Give the phones that may be measured with."""
        return range(self.phones - self.phones // 10)

    @property
    def spare(self) -> range:
        """Give the phones that warm a server up."""
        return range(self.phones - self.phones // 10, self.phones)

    def copied(self, folder: Path) -> "World":
        """Copy it, in the place of what is in the folder."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)


@cache
def key(phone: int) -> str:
    """Give the key of a phone, as `guard_api.store.sql.phones.keys` makes them up."""
    drawn = _drawn(phone)
    return f"guard_{drawn[:12]}_{drawn[12:55]}"


def device(phone: int) -> str:
    """Give the id of a phone's device."""
    return _drawn(phone)[-16:]


def _drawn(phone: int) -> str:
    return hashlib.sha256(f"phone {phone}".encode()).hexdigest() + hashlib.sha256(f"id {phone}".encode()).hexdigest()


def made_by(code: Path, folder: Path, entries: int, phones: int) -> World:
    """Have a checkout make a world, as its own tables are."""
    command = [sys.executable, "-c", _MAKE, str(folder), str(entries), str(phones)]
    subprocess.run(command, env={**os.environ, **environment_of(code)}, check=True)
    return replace(made(folder, entries, phones), code=code)


def made(folder: Path, entries: int, phones: int) -> World:
    """Make a world, or find it in the folder as an earlier run has left it."""
    world = World(folder / f"{entries}-entries-{phones}-phones", entries, phones)
    if not (world.folder / "made").exists():
        shutil.rmtree(world.folder, ignore_errors=True)
        world.folder.mkdir(parents=True)
        file = write_list(world.folder / "list.csv", entries)
        imported(file, world.database)
        file.unlink()
        _enrol(world)
        (world.folder / "made").touch()
    return world


def _enrol(world: World) -> None:
    """Enrol all phones at once, which nobody does but a benchmark."""
    database, now = Database(world.database, 1), to_micros(datetime.now(UTC))
    with database.write(Durability.NORMAL) as connection:
        connection.executemany(_ENROL, ((device(phone), now) for phone in range(world.phones)))
        phones = range(world.phones)
        connection.executemany(_ALLOW, ((*_allowed(phone, "device", device(phone)), now) for phone in phones))
        connection.execute(_ALLOW, (*_allowed(ADMIN, "admin", None), now))
    database.close()


def _allowed(phone: int, scope: str, device_id: str | None) -> tuple[str, bytes, str, str | None]:
    presented = key(phone)
    return presented.split("_")[1], hashlib.sha256(presented.encode()).digest(), scope, device_id
