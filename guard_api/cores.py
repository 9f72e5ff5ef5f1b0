"""How many processor cores this process may use: containers are given certain ones, or a share of their time."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc/self")


def usable_cores(proc: Path = _PROC) -> int:
    """Return the cores of our own, or as many as the smallest quota of our control groups is worth; at least one."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min([cores, *map(round, cpu_quotas(proc))]))


def cpu_quotas(proc: Path = _PROC) -> Iterator[float]:
    """Yield the quotas, in cores, that this process is subject to: its own control group's, and of all above it.

    `proc` tells which groups we are in (`cgroup`) and where they are mounted (`mountinfo`), of version 2 and of 1.
    """
    try:
        groups = [line.split(":", 2) for line in (proc / "cgroup").read_text().splitlines()]
        mounts = (proc / "mountinfo").read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return
    ours = {controllers: path for _, controllers, path in (group for group in groups if len(group) == 3)}  # noqa: PLR2004 - as proc(5) has it
    for mount in mounts:
        before, _, after = mount.partition(" - ")
        place, kind = before.split()[3:5], after.split()
        if len(place) < 2 or len(kind) < 3:  # noqa: PLR2004 - as proc(5) has it
            continue
        for controllers, path in ours.items():
            if _is_mount_of(controllers, kind):
                yield from _quotas_of(_unescaped(place[0]), _unescaped(place[1]), path)


def _is_mount_of(controllers: str, kind: list[str]) -> bool:
    if not controllers:
        return kind[0] == "cgroup2"
    return kind[0] == "cgroup" and "cpu" in controllers.split(",") and "cpu" in kind[2].split(",")


def _unescaped(path: str) -> str:
    """Undo how proc(5) writes blanks in paths."""
    for written, meant in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        path = path.replace(written, meant)
    return path


def _quotas_of(root: str, mounted_at: str, path: str) -> Iterator[float]:
    """Yield the quotas from our group up to the one that is mounted, which is the highest that we can see."""
    top = Path(mounted_at)
    below = Path(path).relative_to(root) if Path(path).is_relative_to(root) else Path()
    group = top / below if ".." not in below.parts else top
    while True:
        if (quota := _quota(group)) is not None:
            yield quota
        if group == top:
            return
        group = group.parent


def _quota(group: Path) -> float | None:
    """Return the quota of one group, None where it has none."""
    for files in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):
        try:
            quota, period = " ".join((group / file).read_text() for file in files).split()
            share = int(quota) / int(period)
        except (OSError, ValueError, ZeroDivisionError):  # no such file, or "max"
            continue
        if share > 0:  # version 1 writes -1 for no quota
            return share
    return None
