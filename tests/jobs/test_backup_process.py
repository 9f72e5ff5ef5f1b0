"""Backups that a server makes by itself: when they are due, in a process of their own, and not in vain for ever."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from guard_api.actions.backups import back_up_to
from guard_api.jobs.handlers import back_up
from guard_api.jobs.processes import BackupProcess
from guard_api.ports import Services
from guard_api.ports.operate.backups import BackupPlan
from tests.support.clock import Clock


class Runner:
    """Who is asked for backups, and makes none."""

    def __init__(self) -> None:
        self.plans: list[BackupPlan] = []

    def start(self, plan: BackupPlan) -> None:
        self.plans.append(plan)


def test_one_is_requested_when_the_last_one_is_old_enough_and_only_where_that_is_set(
    services: Services, clock: Clock, tmp_path: Path
) -> None:
    plan, runner = BackupPlan(tmp_path / "many", timedelta(days=1), 3), Runner()
    assert not back_up(replace(services, backup_runner=runner))
    assert runner.plans == []
    planned = replace(services, backup_runner=runner, backup_plan=plan)
    back_up(planned)
    back_up_to(services, plan.folder, plan.keep)
    back_up(planned)
    assert runner.plans == [plan]
    clock.pass_(days=1)
    back_up(planned)
    assert runner.plans == [plan, plan]


@pytest.mark.slow("starts a program of its own")
def test_what_fails_is_in_the_log_and_tried_again_later(
    services: Services, database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    plan = BackupPlan(tmp_path / "file" / "many", timedelta(days=1), 3)
    process = BackupProcess(database)
    process.start(plan)
    deadline = monotonic() + 60
    while "backup: " not in caplog.text:
        assert monotonic() < deadline
        sleep(0.05)
    assert "Not a directory" in caplog.text or "exists" in caplog.text
    caplog.clear()
    process.start(plan)
    sleep(0.5)
    assert caplog.text == ""
