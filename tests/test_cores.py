"""Cores that a container may not use get no worker: quotas of control groups, new and old, wherever they stand."""

from pathlib import Path

import pytest

from guard_api.cores import usable_cores


@pytest.fixture(autouse=True)
def _on_four_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(4)))


def proc(folder: Path, groups: str, *mounts: str) -> Path:
    """Write what /proc/self says of a process."""
    (folder / "cgroup").write_text(groups)
    lines = [f"{n} 1 0:{n} {mount}" for n, mount in enumerate(mounts, 30)]
    (folder / "mountinfo").write_text("\n".join(["22 1 8:1 / / rw - ext4 /dev/vda rw", *lines]) + "\n")
    return folder


def group(path: Path, quota: str, period: str | None = None) -> None:
    """Give a control group a quota, as version 2 writes it, or as version 1 does."""
    path.mkdir(parents=True, exist_ok=True)
    if period is None:
        (path / "cpu.max").write_text(f"{quota}\n")
    else:
        (path / "cpu.cfs_quota_us").write_text(f"{quota}\n")
        (path / "cpu.cfs_period_us").write_text(f"{period}\n")


@pytest.mark.parametrize(
    ("bound", "cores"),
    [("50000 100000", 1), ("150000 100000", 2), ("900000 100000", 4), ("max 100000", 4), ("", 4), ("1 0", 4)],
)
def test_a_container_that_sees_its_own_group_as_the_root(bound: str, cores: int, tmp_path: Path) -> None:
    group(tmp_path / "fs", bound)
    assert usable_cores(proc(tmp_path, "0::/\n", f"/ {tmp_path}/fs rw - cgroup2 cgroup2 rw")) == cores


@pytest.mark.parametrize("at", ["system.slice/guard.service", "system.slice", "."])
def test_the_smallest_quota_of_all_groups_above_counts(at: str, tmp_path: Path) -> None:
    top = tmp_path / "fs"
    for inner in ("system.slice/guard.service", "system.slice", "."):
        group(top / inner, "200000 100000" if inner == at else "max 100000")
    there = proc(tmp_path, "0::/system.slice/guard.service\n", f"/ {top} rw shared:4 - cgroup2 cgroup rw,nsdelegate")
    assert usable_cores(there) == 2


@pytest.mark.parametrize(("quota", "cores"), [("300000", 3), ("-1", 4), ("10000", 1)])
def test_version_1_has_a_mount_for_each_controller(quota: str, cores: int, tmp_path: Path) -> None:
    group(tmp_path / "cpu" / "docker" / "4f", quota, "100000")
    groups = "3:memory:/other\n2:cpu,cpuacct:/docker/4f\n0::/\n"
    mounts = (
        f"/ {tmp_path}/memory rw - cgroup cgroup rw,memory",
        f"/ {tmp_path}/cpu rw - cgroup cgroup rw,cpu,cpuacct",
        f"/ {tmp_path}/unified rw - cgroup2 cgroup2 rw",
    )
    assert usable_cores(proc(tmp_path, groups, *mounts)) == cores


def test_a_container_may_be_shown_its_own_group_alone_under_its_full_name(tmp_path: Path) -> None:
    group(tmp_path / "cp u", "200000", "100000")
    written = f"{tmp_path}/cp\\040u"
    assert usable_cores(proc(tmp_path, "2:cpu:/docker/4f\n", f"/docker/4f {written} ro - cgroup cgroup rw,cpu")) == 2


def test_a_group_that_lies_outside_of_what_is_mounted_is_read_where_it_is_mounted(tmp_path: Path) -> None:
    group(tmp_path / "fs", "100000 100000")
    assert usable_cores(proc(tmp_path, "0::/../../elsewhere\n", f"/ {tmp_path}/fs rw - cgroup2 cgroup2 rw")) == 1


def test_where_nothing_is_known_all_cores_are_used(tmp_path: Path) -> None:
    assert usable_cores(tmp_path / "none") == 4
    (tmp_path / "cgroup").write_text("0:\nnonsense\n\n")
    (tmp_path / "mountinfo").write_text("- \n30 1\n30 1 0:1 / /x rw - cgroup2\n")
    assert usable_cores(tmp_path) == 4
    assert usable_cores() >= 1
