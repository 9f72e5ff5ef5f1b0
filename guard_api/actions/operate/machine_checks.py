"""The machine: its disk, its SQLite, its clock, and what it allows."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from guard_api.actions.operate.finding import Finding, error, ok, size, unknown, warning
from guard_api.ports.operate.installation import Facts

_LEAST_FREE = 64 << 20
_SPARE = 256 << 20
_MANY_FILES = 4096
"""A worker keeps half of them for connections, 2048 at most."""
_LEAST_FILES = 512
_OTHER_ADDRESSES = 2 << 30
"""What a worker needs beside the map of the timelines."""
_JITTER = timedelta(minutes=5)


def disk(facts: Facts) -> Iterator[Finding]:
    """Whether there is room for what is written next: the log, an import, a backup."""
    free, database, about = facts.files.disk_free, facts.files.database_bytes or 0, "disk"
    if free is None:
        yield unknown(about, "nobody can tell how much is free")
    elif free < _LEAST_FREE:
        yield error(about, f"{size(free)} are free: soon nothing can be written", "Make room, now.")
    elif free < 2 * database + _SPARE:
        text = f"{size(free)} are free, and the database has {size(database)}: an import or a backup may not fit"
        yield warning(about, text, "Make room: twice what the database has, and some.")
    else:
        yield ok(about, f"{size(free)} are free")


def sqlite(facts: Facts) -> Iterator[Finding]:
    """Whether this SQLite is known to corrupt databases that several processes write."""
    it = facts.machine
    if it.is_safe_sqlite:
        yield ok("sqlite", f"SQLite {it.sqlite}")
    else:
        text = f"SQLite {it.sqlite} has the WAL-reset bug, which may corrupt the database"
        yield warning("sqlite", text, f"Install pysqlite3 where it is to be had, or SQLite {it.safe_sqlite} or newer.")


def clock(facts: Facts, now: datetime) -> Iterator[Finding]:
    """Whether the clock can be right: nothing was ever changed later than now."""
    newest = facts.database.newest_change
    if newest is not None and newest - now > _JITTER:
        text = f"it is {now:%Y-%m-%d %H:%M} by this clock, and the lists were changed at {newest:%Y-%m-%d %H:%M}"
        yield error("clock", text, "Set the clock, and keep it right by NTP: `timedatectl set-ntp true`.")
    elif facts.machine.clock_is_kept is False:
        yield unknown("clock", f"{now:%Y-%m-%d %H:%M} UTC; as far as the kernel knows, nothing keeps it right")
    else:
        yield ok("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def limits(facts: Facts) -> Iterator[Finding]:
    """Whether a process may open and map what a server needs."""
    it, about, found = facts.machine, "limits", False
    if it.open_files is not None and it.open_files < _MANY_FILES:
        found = True
        finding = error if it.open_files < _LEAST_FILES else warning
        text = f"{it.limits_of} may open {it.open_files} files, connections included"
        yield finding(about, text, "Allow 8192: LimitNOFILE= of the unit, or `ulimit -n`.")
    if it.address_space is not None and it.address_space < it.map_bytes + _OTHER_ADDRESSES:
        found = True
        text = f"{it.limits_of} may use {size(it.address_space)} of addresses (RLIMIT_AS): timelines cannot be mapped"
        needed = size(it.map_bytes + _OTHER_ADDRESSES)
        yield error(about, text, f"Allow {needed} or any number; bound memory by the control group (MemoryMax=).")
    if it.file_size is not None and it.file_size < 2 * (facts.files.database_bytes or 0) + _SPARE:
        found = True
        text = f"{it.limits_of} may write files of {size(it.file_size)} at most (RLIMIT_FSIZE)"
        yield error(about, text, "Allow files of any size: LimitFSIZE=infinity.")
    if not found:
        files = it.open_files if it.open_files is not None else "any number of"
        yield ok(about, f"{it.limits_of} may open {files} files")
