"""What the machine allows, and whether somebody keeps its clock right."""

import ctypes
import resource
import sys
from pathlib import Path

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.ports.operate.installation import MachineFacts
from guard_api.store.lmdb.open_file import MAP_BYTES
from guard_api.store.sqlite.database import SAFE_SQLITE

_PROC = Path("/proc")
_NAMES = {"Max open files": "open_files", "Max address space": "address_space", "Max file size": "file_size"}
"""Of the lines of proc(5)'s limits: what counts is the second value, up to which a process may raise the first."""
_TIMEX_BYTES = 512
"""More than `struct timex` of adjtimex(2) takes anywhere."""
_TIME_ERROR = 5


def machine_of(server: int | None, proc: Path = _PROC) -> MachineFacts:
    """Look at the machine; limits are those of the server, where it can be seen."""
    of_server = _limits_of(proc / str(server)) if server is not None else None
    limits = of_server or {
        "open_files": _bounded(resource.getrlimit(resource.RLIMIT_NOFILE)[1]),
        "address_space": _bounded(resource.getrlimit(resource.RLIMIT_AS)[0]),
        "file_size": _bounded(resource.getrlimit(resource.RLIMIT_FSIZE)[0]),
    }
    return MachineFacts(
        sqlite=sqlite3.sqlite_version,
        safe_sqlite=".".join(map(str, SAFE_SQLITE)),
        is_safe_sqlite=sqlite3.sqlite_version_info >= SAFE_SQLITE,
        limits_of="the server" if of_server is not None else "this shell",
        open_files=limits["open_files"],
        address_space=limits["address_space"],
        file_size=limits["file_size"],
        map_bytes=MAP_BYTES,
        clock_is_kept=_clock_is_kept(),
    )


def _bounded(limit: int) -> int | None:
    return limit if limit != resource.RLIM_INFINITY else None


def _limits_of(process: Path) -> dict[str, int | None] | None:
    """Read the limits of another process; None where it may not be looked at."""
    try:
        lines = (process / "limits").read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    found: dict[str, int | None] = {}
    for line in lines:
        for name, field in _NAMES.items():
            if line.startswith(name):
                soft, hard = line.removeprefix(name).split()[:2]
                word = hard if field == "open_files" else soft
                found[field] = int(word) if word.isdigit() else None
    return found if len(found) == len(_NAMES) else None


def _clock_is_kept() -> bool | None:
    """Whether the kernel believes that something keeps its clock right, as NTP does."""
    if sys.platform != "linux":
        return None
    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return state != _TIME_ERROR if state >= 0 else None
