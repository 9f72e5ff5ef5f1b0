"""A clean-up that fails must not make a recorded check `degraded`, nor count it twice."""

from pathlib import Path

from conftest import Clock, TestPhone, timelines_of
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses


def test_a_clean_up_that_fails_does_not_touch_the_answer(phone: TestPhone, clock: Clock, database: Path) -> None:
    other = sqlite3.connect(timelines_of(database), isolation_level=None)
    other.execute("INSERT INTO timeline VALUES ('old', 1, 1, NULL, x'')")
    other.execute("INSERT INTO timeline_begun VALUES (1, 'old')")
    other.execute("CREATE TRIGGER no BEFORE DELETE ON timeline BEGIN SELECT RAISE(ABORT, 'busy'); END")
    answer = phone.check(foreground_app="com.icbc")
    assert other.execute("SELECT count(*) FROM timeline WHERE device_id = 'phone'").fetchone() == (1,)
    other.close()
    assert answer["degraded"] is False
