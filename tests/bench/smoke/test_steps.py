"""Every step whose cost is shown is where `SEAMS` says."""

from guard_api.store.sql.phones.keys import SqlKeys
from tests.bench.steps import Stopwatch, seams


def test_every_seam_is_found_and_left_as_it_was() -> None:
    before = SqlKeys.authenticate

    with seams(Stopwatch()):
        during = SqlKeys.authenticate
    assert during is not before
    assert SqlKeys.authenticate is before
