"""Every step whose cost is shown is where `SEAMS` says."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from steps import Stopwatch, seams

from guard_api.store.sql.keys import SqlKeys


def test_every_seam_is_found_and_left_as_it_was() -> None:
    before = SqlKeys.authenticate

    with seams(Stopwatch()):
        during = SqlKeys.authenticate
    assert during is not before
    assert SqlKeys.authenticate is before
