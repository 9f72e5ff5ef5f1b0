"""Busy phones tell what phones tell while a fraud goes on: mostly the same again, and some changes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tests.bench.harness.stories import past, seen

TURNS = 500


def test_most_of_what_is_reported_was_reported_before() -> None:
    earlier = [seen(7, turn) for turn in range(TURNS)]
    changes = [sum(one[name] != before[name] for before, one in pairwise(earlier)) for name in earlier[0]]

    assert dict(zip(earlier[0], changes, strict=True)) == {
        "caller_number": 5,
        "call_state": 0,
        "screen_share_active": 20,
        "foreground_app": 100,
        "call_forwarding_changes": 0,
    }


def test_at_any_turn_as_many_phones_tell_something_new() -> None:
    phones = range(100)
    for turn in (1, 10, 100, 500, 5000):
        changed = sum(
            seen(phone, turn)["foreground_app"] != seen(phone, turn - 1)["foreground_app"] for phone in phones
        )
        assert changed == 20


def test_what_was_reported_lies_within_the_last_hour_in_order() -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    times = [datetime.fromisoformat(str(past(7, turn, TURNS, now)["observed_at"])) for turn in range(TURNS)]

    assert times == sorted(times)
    assert now - timedelta(hours=1) <= times[0] < times[-1] < now
