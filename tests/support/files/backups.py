"""Backups as tests make them, and what a database holds, to be compared."""

from contextlib import closing
from pathlib import Path

from click.testing import Result
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.backups import back_up
from guard_api.app import made_services
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.ports import Device, Scope, Services
from tests.support.clock import NOON, Clock
from tests.support.commands import invoked
from tests.support.databases import unlimited

ADMIN = Author("Ann", NOON, "why")
COUNT, REVISION = 29, 32
"""Entries on the block list of `kept_backup`, and its revision."""
_KEPT = ("listed", "change", "act", "device", "enrolment_code", "report", "reported", "hashed")
"""Tables that come back to the letter; the others are about the database itself, or what waits in it."""


def add(services: Services, number: str, target: ListName = ListName.BLOCK) -> None:
    """Put a number on a list."""
    services.lists.add(EntryKey(target, Match.EXACT, number), Entry(number), ADMIN)


def rows_of(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Read all that is to come back."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in _KEPT}  # noqa: S608 - constants


def kept_backup(services: Services, folder: Path) -> Path:
    """Make a backup of a bit of everything."""
    for n in range(30):
        add(services, f"+86139123456{n:02}")
    add(services, "+8613800000001", ListName.ALLOW)
    services.lists.remove(EntryKey(ListName.BLOCK, Match.EXACT, "+8613912345607"), ADMIN)
    services.keys.create(Scope.DEVICE, "phone", NOON, Device("kept", "CN"), by=ADMIN)
    file = folder / "kept.backup"
    back_up(services, file)
    return file


def unopened(database: Path) -> Services:
    """Make services on a database that is not to be made or migrated."""
    return made_services(unlimited(database), Clock())[0]


def command(database: Path, *arguments: str, given: bytes | None = None) -> Result:
    """Run the command line in this process."""
    return invoked(*arguments, "--database", str(database), stdin=given)
