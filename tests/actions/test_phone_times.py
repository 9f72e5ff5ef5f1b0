"""A phone's times become the server's, whatever its clock shows."""

from datetime import UTC, datetime, timedelta

import pytest

from guard_api.actions.checks.observing.phone_clock import PhoneClock
from tests.support.clock import NOON

LIFE = timedelta(hours=2)
MINUTE = timedelta(minutes=1)
AGES = datetime(1970, 1, 1, tzinfo=UTC) - NOON
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("observed", "sent", "believed"),
    [
        (None, None, NOON),
        (None, NOON + AGES, NOON),
        (NOON - MINUTE, None, NOON - MINUTE),
        (NOON - LIFE, None, NOON - LIFE),
        (NOON - LIFE - MINUTE, None, NOON),
        (NOON + MINUTE, None, NOON),
        (NOON + AGES, None, NOON),
        (NOON + AGES - MINUTE, NOON + AGES, NOON - MINUTE),
        (NOON - AGES - MINUTE, NOON - AGES, NOON - MINUTE),
        (NOON - 3 * LIFE, NOON, NOON - 3 * LIFE),
        (NOON + AGES + MINUTE, NOON + AGES, NOON),
        (END_OF_TIME, datetime.min.replace(tzinfo=UTC), NOON),
    ],
)
def test_skew_is_corrected_by_sent_at_and_without_it_only_a_likely_time_is_believed(
    observed: datetime | None, sent: datetime | None, believed: datetime
) -> None:
    assert PhoneClock(NOON, sent, observed, LIFE).at() == believed
    assert PhoneClock(NOON, sent, None, LIFE).at(observed) == believed


def test_the_time_of_one_change_counts_before_the_time_of_the_check() -> None:
    assert PhoneClock(NOON, None, NOON - MINUTE, LIFE).at(NOON - 2 * MINUTE) == NOON - 2 * MINUTE


@pytest.mark.parametrize("skew", [timedelta(), AGES, timedelta(days=3)])
def test_a_contact_is_fresh_for_a_day_by_the_clock_that_noted_it(skew: timedelta) -> None:
    clock = PhoneClock(NOON, NOON + skew, None, LIFE)
    day = timedelta(days=1)
    assert clock.is_fresh(NOON + skew - day + MINUTE)
    assert not clock.is_fresh(NOON + skew - day)
    assert not clock.is_fresh(None)
