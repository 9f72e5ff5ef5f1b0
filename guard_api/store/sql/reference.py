"""The reference data: loaded from CSV files into the database, and from there into every worker."""

import csv
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from guard_api.apps.app import App, AppCategory, Apps
from guard_api.errors import BadList, StoreUnavailable
from guard_api.links.facts import LinkReader
from guard_api.links.hosts import is_public_suffix, read_host
from guard_api.links.official import OfficialDomain, OfficialDomains
from guard_api.lists.entry import ListName
from guard_api.numbers.claimed_names import ClaimedNames
from guard_api.numbers.directory import CallsFrom, CallsOut, Directory, OfficialNumber, Organization, Role
from guard_api.numbers.never_asks import forbidden_topics
from guard_api.ports import Reference
from guard_api.store.clock import to_micros
from guard_api.store.engine import Connection, Database, Durability

_log = logging.getLogger(__name__)

_FILES: Mapping[str, tuple[str, Sequence[str]]] = {
    "organization": (
        "organizations.csv",
        ("id", "name_en", "name_zh", "aliases", "category", "region", "calls_from", "affiliation"),
    ),
    "official_number": ("official_numbers.csv", ("number", "region", "organization", "calls_out", "role")),
    "official_domain": ("official_domains.csv", ("domain", "organization")),
    "held_domain": ("held_domains.csv", ("host", "organization")),
    "app_package": ("app_packages.csv", ("package", "category", "organization")),
}

_NOBODY: Mapping[str, frozenset[str]] = {
    "official_number": frozenset(),
    "official_domain": frozenset(),
    "held_domain": frozenset(),
    "app_package": frozenset({""}),
}
"""Lists that name organisations, and what stands in one for nobody."""
_ADDED: Mapping[str, Mapping[str, str]] = {"app_packages.csv": {"organization": ""}}
"""Columns that came later, with what holds where operators' own files lack them."""

Known = tuple[int, Reference]
"""The reference data that was read, with its revision."""
REFERENCE_REVISION = "reference_revision"
_RELEASE = "reference_release"
"""In `meta`: which shipped lists were loaded, 0 for those that an admin has chosen. Earlier releases noted nothing."""
_NOTE = """INSERT INTO meta (name, value) VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
_STEP = """INSERT INTO meta (name, value) VALUES (?, 1)
           ON CONFLICT (name) DO UPDATE SET value = meta.value + 1"""
REFERENCE_LOADED = "reference_loaded_at"
"""Under this name `meta` has when the reference data was loaded, in microseconds since 1970."""
_RECHECK_SECONDS = 1.0


def shipped_lists() -> Traversable:
    """Find `blocklists/`: inside the installed package, or beside it in a checkout."""
    installed = files("guard_api") / "blocklists"
    return installed if installed.is_dir() else Path(str(files("guard_api"))).parent / "blocklists"


def shipped_rows(region: str) -> Iterator[tuple[ListName, bytes]]:
    """Give the files of what is blocked from the start in a region: its unwanted numbers, and domains of fraud."""
    for target, name in ((ListName.BLOCK, f"numbers/{region}.csv"), (ListName.BLOCK_DOMAINS, "fraud_domains.csv")):
        file = shipped_lists() / name
        if file.is_file():
            yield target, file.read_bytes()


class SqlReference:
    """The port `ReferenceData` in SQL: kept in memory, read anew when its revision has changed."""

    def __init__(self, database: Database, known: Known | None = None, copy: Database | None = None) -> None:
        """Read with the first look, from the copy where there is one, and begin with what is known."""
        self._database = database
        self._near = copy or database
        self._reading = threading.Lock()
        self._known = known
        self._checked = 0.0

    def load(self, now: datetime, folder: Traversable | None = None) -> Mapping[str, int]:
        """Replace all reference data by the CSV files of `folder`, or the shipped ones; gives the rows of each.

        Raises BadList and changes nothing when a file is wrong.
        """
        release = 0 if folder is not None else _release()
        folder = folder or shipped_lists()
        rows = {table: list(_read(folder, name, columns)) for table, (name, columns) in _FILES.items()}
        known = {row["id"] for row in rows["organization"]}
        for table, nobody in _NOBODY.items():
            strays = {row["organization"] for row in rows[table]} - known - nobody
            if strays:
                raise BadList(f"{_FILES[table][0]}: no such organization: {', '.join(sorted(strays))}")
        with self._database.write(Durability.FULL) as connection:
            for table in reversed(tuple(_FILES)):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant
            for table in _FILES:
                columns = _FILES[table][1]
                marks = ", ".join("?" * len(columns))
                connection.executemany(
                    f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - constants
                    [tuple(row.values()) for row in rows[table]],
                )
            connection.execute(_STEP, (REFERENCE_REVISION,))
            connection.execute(_NOTE, (_RELEASE, release))
            connection.execute(_NOTE, (REFERENCE_LOADED, to_micros(now)))
        return {table: len(found) for table, found in rows.items()}

    def load_once(self, now: datetime) -> bool:
        """Load at the first start, and when a release ships other lists, unless an admin has chosen some.

        Return whether it was the first start.
        """
        with self._database.read() as connection:
            loaded, release = _noted(connection, REFERENCE_REVISION) or 0, _noted(connection, _RELEASE)
        # An earlier release, which noted nothing, loaded once by itself: anything more was an admin.
        if loaded <= 1 if release is None else release not in {0, _release()}:
            self.load(now)
        elif release is None:
            _log.warning("the reference lists are an earlier release's, or an admin's: see guard-api load-lists")
        return not loaded

    def current(self) -> Reference:
        """Give the data; another process's change is seen within a second."""
        known = self._known
        if known is not None and time.monotonic() - self._checked < _RECHECK_SECONDS:
            return known[1]
        with self._reading:
            return self._refreshed()

    def read(self) -> Known:
        """Read what is new, and give all with its revision. Raises StoreUnavailable."""
        with self._near.read() as connection:
            revision = _noted(connection, REFERENCE_REVISION) or 0
            if self._known is not None and self._known[0] == revision:
                return self._known
            try:
                return revision, _assemble(connection)
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                # The file is damaged: a cell holds what was never written there, and may be personal.
                raise StoreUnavailable(f"the reference data cannot be read: {type(error).__name__}") from None

    def _refreshed(self) -> Reference:
        try:
            self._known = self.read()
        except StoreUnavailable:
            if self._known is None:
                raise
        self._checked = time.monotonic()
        return self._known[1]


def _canonical(name: str) -> str:
    host = read_host(name)
    if host is None or host.is_ip or host.name != name:
        raise ValueError(f"{name}: not the name of a host in canonical form")
    return name


def _registered(domain: str) -> str:
    host = read_host(_canonical(domain))
    if host is None or host.registrable != domain or is_public_suffix(domain):
        raise ValueError(f"{domain}: not a domain that somebody has registered")
    return domain


_ALLOWED: Mapping[str, Mapping[str, Callable[[str], str]]] = {
    "organizations.csv": {"calls_from": CallsFrom},
    "official_numbers.csv": {"calls_out": CallsOut, "role": Role},
    "official_domains.csv": {"domain": _registered},
    "held_domains.csv": {"host": _canonical},
    "app_packages.csv": {"category": AppCategory},
}
"""What makes the value of a column of its cell; anything else is a ValueError."""


def _noted(connection: Connection, name: str) -> int | None:
    row: tuple[int] | None = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


@cache
def _release() -> int:
    """Return what tells the shipped lists from those of other releases; it is never 0."""
    digest = blake2b(digest_size=7)
    for name, columns in _FILES.values():
        digest.update((shipped_lists() / name).read_bytes())
        digest.update(" ".join(columns).encode())
    return int.from_bytes(digest.digest()) or 1


def _read(folder: Traversable, name: str, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """Read one list. Raises BadList naming the line."""
    try:
        rows = csv.DictReader((folder / name).read_text("utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise BadList(f"{name}: {error}") from error
    allowed, absent = _ALLOWED[name], _ADDED.get(name, {})
    for row in rows:
        cells = {**absent, **row}
        try:
            yield {column: allowed.get(column, str)(cells[column].strip()) for column in columns}
        except (KeyError, AttributeError, ValueError) as error:
            raise BadList(f"{name}, line {rows.line_num}: {error!r}") from error


def _assemble(connection: Connection) -> Reference:
    organizations = {
        row[0]: Organization(
            id=row[0],
            names={"en": row[1], "zh": row[2]},
            aliases=tuple(alias for alias in row[3].split("|") if alias),
            category=row[4],
            region=row[5],
            calls_from=CallsFrom(row[6]),
            group=row[7],
            never=forbidden_topics(row[0], row[4]),
        )
        for row in connection.execute(
            "SELECT id, name_en, name_zh, aliases, category, region, calls_from, affiliation FROM organization"
        )
    }
    numbers = tuple(
        OfficialNumber(number, region, organization, CallsOut(calls_out), Role(role))
        for number, region, organization, calls_out, role in connection.execute(
            "SELECT number, region, organization, calls_out, role FROM official_number ORDER BY region, number"
        )
    )
    packages = connection.execute("SELECT package, category, organization FROM app_package")
    apps = Apps({package: App(category, organization) for package, category, organization in packages})
    found = connection.execute("SELECT domain, organization FROM official_domain ORDER BY organization, domain")
    held = dict(connection.execute("SELECT host, organization FROM held_domain").fetchall())
    domains = OfficialDomains(tuple(OfficialDomain(*row) for row in found), held)
    directory = Directory(organizations, numbers)
    return Reference(directory, ClaimedNames(directory), apps, domains, LinkReader(domains))
