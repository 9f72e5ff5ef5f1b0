"""What the processes of a server use, as Linux counts it in /proc; nothing where nobody can tell."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
_CPU, _MEMORY = slice(11, 15), slice(20, 22)
"""Of proc(5)'s stat, behind the name: user and system time, ours and of children that have ended; virtual, resident."""


class Usage(NamedTuple):
    """Of all processes together, but for files: those of the process that has the most open."""

    processes: int
    cpu_seconds: float
    virtual_bytes: int
    resident_bytes: int
    open_files: int | None


def usage_of(main: int, proc: Path = _PROC) -> Usage | None:
    """Return what a server uses, from its main process and those that it has started; None where it is not seen.

    The time of a worker that has ended is in that of its parent, so that a sum never falls.
    """
    found = [one for pid in (main, *_children(proc / str(main))) if (one := _usage(proc / str(pid))) is not None]
    if not found:
        return None
    files = [one.open_files for one in found if one.open_files is not None]
    return Usage(
        len(found),
        sum(one.cpu_seconds for one in found),
        sum(one.virtual_bytes for one in found),
        sum(one.resident_bytes for one in found),
        max(files, default=None),
    )


def _children(process: Path) -> Iterator[int]:
    with suppress(OSError):
        for thread in (process / "task").iterdir():
            with suppress(OSError):
                yield from map(int, (thread / "children").read_text().split())


def _usage(process: Path) -> Usage | None:
    try:
        fields = (process / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
        cpu = sum(map(int, fields[_CPU])) / os.sysconf("SC_CLK_TCK")
        virtual, pages = map(int, fields[_MEMORY])
    except (OSError, ValueError):
        return None
    return Usage(1, cpu, virtual, pages * os.sysconf("SC_PAGE_SIZE"), _count(process / "fd"))


def _count(folder: Path) -> int | None:
    try:
        entries: Iterable[Path] = folder.iterdir()
        return sum(1 for _ in entries)
    except OSError:
        return None
