"""A clean-up that fails must not make a recorded check `degraded`, nor count it twice."""

from pathlib import Path

from conftest import NOON, Clock, TestPhone, kept_of, timelines_of

from guard_api.store.clock import to_micros
from guard_api.store.shared_file import opened

_OF_ANOTHER_VERSION = b'["a line that nobody can read"]\n'


def test_a_clean_up_that_fails_does_not_touch_the_answer(phone: TestPhone, clock: Clock, database: Path) -> None:
    moments = [time.to_bytes(8, "big") for time in (1, to_micros(NOON))]
    file = opened(timelines_of(database))
    with file.writing(1) as transaction:
        transaction.put(b"cold", (2).to_bytes(4, "big") + b"".join(moments) + _OF_ANOTHER_VERSION * 2)
        transaction.put(b"b" + moments[0] + b"old", b"")
    answer = phone.check(foreground_app="com.icbc")
    assert answer["degraded"] is False
    assert {phone: lines.count("\n") for phone, lines in kept_of(database).items()} == {"old": 2, "phone": 1}
    clock.pass_(hours=3)
    phone.check()
    assert [*kept_of(database)] == ["phone"]
