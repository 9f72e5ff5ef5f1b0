"""Every step whose cost is shown is where `SEAMS` says."""

from guard_api.store.sql.keys import SqliteKeys
from tests.bench.steps import Stopwatch, seams


def test_every_seam_is_found_and_left_as_it_was() -> None:
    before = SqliteKeys.authenticate

    with seams(Stopwatch()):
        during = SqliteKeys.authenticate
    assert during is not before
    assert SqliteKeys.authenticate is before
