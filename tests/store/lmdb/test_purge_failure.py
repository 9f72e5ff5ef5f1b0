"""A clean-up that fails must not make a recorded check `degraded`, nor count it twice."""

import resource
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.engine.observations import AppInstalled
from guard_api.ports import CheckRecord
from guard_api.store.lmdb.timelines import LmdbTimelines
from tests.support.clock import NOON, Clock
from tests.support.databases import kept_of, timelines_of
from tests.support.phones import TestPhone

_PHONES = 1_000


def test_a_clean_up_that_fails_does_not_touch_the_answer(
    phone: TestPhone, clock: Clock, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    earlier = LmdbTimelines(timelines_of(database), 5)
    record = CheckRecord(NOON, NOON, tuple(AppInstalled(at=NOON, package=f"app {n}") for n in range(10)))
    for n in range(_PHONES):
        earlier.record(f"phone {n}", record, timedelta(hours=2))
    clock.pass_(hours=3)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # One more check finds room in the file as it is; deleting the half of it does not.
    resource.setrlimit(resource.RLIMIT_FSIZE, (timelines_of(database).stat().st_size, before[1]))
    try:
        answer = phone.check(foreground_app="com.icbc")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert answer["degraded"] is False
    assert "expired timelines are still there" in caplog.text
    assert (len(kept_of(database)), kept_of(database)["phone"].count("\n")) == (_PHONES + 1, 1)
    assert phone.check()["degraded"] is False
    assert (len(kept_of(database)), kept_of(database)["phone"].count("\n")) == (_PHONES // 2 + 1, 1)
