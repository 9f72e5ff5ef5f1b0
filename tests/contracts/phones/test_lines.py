"""What every store of lines owes: the newest is kept, for as long as promised, and one damaged line is only its own."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.engine.line import REMEMBERED, Diversion, Fact, Line
from guard_api.engine.vocabulary import TargetKind
from guard_api.ports.phones.lines import KeptLine, Lines
from guard_api.service_codes.forwarding import Family, State
from guard_api.store.lmdb.lines import LmdbLines, lines_beside
from guard_api.store.memory.lines import ForgetfulLines
from tests.support.clock import NOON
from tests.support.engines.valkey import engine_marks, lines_in

SECOND = timedelta(seconds=1)
LINE = Line(
    updated=NOON,
    reported=NOON,
    cleared=NOON,
    diversions=(
        Diversion(family=Family.CDMA, state=State.CONDITIONAL_BUSY, since=NOON),
        Diversion(
            family=Family.REPORT,
            state=State.UNCONDITIONAL,
            since=NOON,
            until=NOON + SECOND,
            target_kind=TargetKind.DEAD,
            stranger=NOON,
        ),
    ),
    barred=(Fact("incoming", NOON),),
    reach=(Fact("do_not_disturb", NOON),),
)
SHORT = Line(updated=NOON)


def in_lmdb(folder: Path) -> LmdbLines:
    return LmdbLines(lines_beside(folder / "guard.db"), 5)


STORES: Mapping[str, Callable[[str, Path], Lines]] = {
    "lmdb": lambda _, folder: in_lmdb(folder),
    "valkey": lambda url, _: lines_in(url),
    "redis": lambda url, _: lines_in(url),
}
"""What the suite is tried over."""


@pytest.fixture(params=[pytest.param(name, marks=engine_marks(name)) for name in STORES])
def made(request: pytest.FixtureRequest, tmp_path: Path, engine_url: Callable[[str], str]) -> Callable[[], Lines]:
    url = engine_url(request.param)
    return lambda: STORES[request.param](url, tmp_path)


@pytest.fixture
def lines(made: Callable[[], Lines]) -> Lines:
    return made()


def test_what_is_written_is_read_by_whoever_opens_it_next(lines: Lines, made: Callable[[], Lines]) -> None:
    lines.write("phone", LINE, NOON)

    assert made().read("phone") == KeptLine(LINE)
    assert made().read("another") == KeptLine()


def test_the_line_of_the_newest_check_is_kept_in_whatever_order_they_are_written(lines: Lines) -> None:
    lines.write("phone", LINE, NOON + SECOND)
    lines.write("phone", SHORT, NOON)
    assert lines.read("phone").line == LINE

    lines.write("phone", SHORT, NOON + 2 * SECOND)
    assert lines.read("phone").line == SHORT


def test_a_clock_that_was_set_back_does_not_keep_an_old_line(lines: Lines) -> None:
    lines.write("phone", LINE, NOON + timedelta(days=1))
    lines.write("phone", SHORT, NOON)

    assert lines.read("phone").line == SHORT


@pytest.mark.parametrize("forgotten", [True, False])
def test_a_line_is_forgotten_alone(lines: Lines, *, forgotten: bool) -> None:
    lines.write("phone", LINE, NOON)
    lines.write("another", LINE, NOON)
    if forgotten:
        lines.forget("phone")
    else:
        lines.write("phone", None, NOON + SECOND)

    assert lines.read("phone") == KeptLine()
    assert lines.read("another").line == LINE


@pytest.mark.parametrize("made", ["lmdb"], indirect=True)
def test_what_nobody_has_reported_for_a_month_goes_though_no_phone_asks(made: Callable[[], Lines]) -> None:
    made().write("old", LINE, NOON)
    made().write("told again", LINE, NOON)
    made().write("told again", LINE, NOON + timedelta(days=9))
    made().tidy(NOON + REMEMBERED - SECOND)
    assert made().read("old").line == LINE

    made().tidy(NOON + REMEMBERED)
    assert [made().read(phone).line for phone in ("old", "told again")] == [None, LINE]
    made().tidy(NOON + REMEMBERED + timedelta(days=9))
    assert made().read("told again").line is None


@pytest.mark.parametrize("made", ["lmdb"], indirect=True)
def test_a_line_of_a_time_that_is_not_yet_does_not_stay_for_longer(made: Callable[[], Lines]) -> None:
    made().write("phone", LINE, NOON + timedelta(days=400))
    made().tidy(NOON)
    assert made().read("phone").line == LINE

    made().tidy(NOON + REMEMBERED)
    assert made().read("phone").line is None


def test_who_forgets_knows_nothing() -> None:
    lines: Lines = ForgetfulLines()
    lines.write("phone", LINE, NOON)
    lines.forget("phone")
    lines.tidy(NOON)

    assert lines.read("phone") == KeptLine()
