"""Pairs and runs of signals: what is searched is what trying each of them finds."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guard_api.engine.shapes import at_least, follows, overlapping
from guard_api.engine.shapes.counting import AtLeast
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.shapes.temporal import REPORTING_LAG
from guard_api.engine.signals import Evidence, Kind, Scene, Signal, Spans
from tests.support.clock import NOON

A, B = Kind.STRANGER_ON_THE_LINE, Kind.SCREEN_SHARED
AS_OF = NOON + timedelta(hours=1)
HALF_HOUR = timedelta(minutes=30)
MINUTES = st.integers(0, 60).map(lambda minute: NOON + timedelta(minutes=minute))


def signal(kind: Kind, times: tuple[datetime, datetime], subject: str, *, ongoing: bool) -> Signal:
    """Make one as timelines do: what goes on ends now."""
    return Signal(kind, min(times), AS_OF if ongoing else max(times), ongoing, subject)


SIGNALS = st.lists(
    st.builds(
        signal,
        st.sampled_from([A, B]),
        st.tuples(MINUTES, MINUTES),
        st.sampled_from(["one", "other"]),
        ongoing=st.booleans(),
    ),
    max_size=12,
)


@given(SIGNALS, MINUTES, MINUTES)
def test_spans_find_what_trying_each_finds(signals: list[Signal], begun_by: datetime, lasting_to: datetime) -> None:
    tried = any(one.since <= begun_by and one.end >= lasting_to for one in signals)

    assert Spans(signals).any(begun_by=begun_by, lasting_to=lasting_to) is tried


def pairs(scene: Scene) -> list[tuple[Signal, Signal]]:
    """List all pairs of A and B that are current, the newest first, B before A."""
    current = scene.as_of - HALF_HOUR
    listed = ((one, other) for other in reversed(scene.of((B,))) for one in reversed(scene.of((A,))))
    return [(one, other) for one, other in listed if one.end >= current or other.end >= current]


@given(SIGNALS, st.sampled_from([REPORTING_LAG, timedelta(minutes=5)]))
def test_follows_gives_the_newest_of_all_pairs(signals: list[Signal], lead: timedelta) -> None:
    scene = Scene(signals, AS_OF)

    def in_order(first: Signal, second: Signal) -> bool:
        event = second.since == second.end and not second.ongoing
        on = second.end >= first.since - lead if event else second.ongoing or second.end > first.since
        return on and second.since <= first.end + HALF_HOUR

    expected = next((pair for pair in pairs(scene) if in_order(*pair)), Lacking.NEARNESS)

    assert follows(A, B, lead).match(scene, HALF_HOUR) == expected


@given(SIGNALS)
def test_overlapping_gives_the_newest_of_all_pairs(signals: list[Signal]) -> None:
    scene = Scene(signals, AS_OF)

    def at_once(one: Signal, other: Signal) -> bool:
        both = max(one.since, other.since) < min(one.end, other.end)
        return both or (one.ongoing and other.ongoing)

    expected = next(((other, one) for one, other in pairs(scene) if at_once(one, other)), Lacking.OVERLAP)

    assert overlapping(B, A).match(scene, HALF_HOUR) == expected


def run_plainly(shape: AtLeast, scene: Scene) -> Evidence | Lacking:
    """Try each run in each signal that it may be counted in."""
    counted = scene.of(shape.counted)
    subjects = dict.fromkeys(one.subject for one in counted)
    groups: list[tuple[Evidence, list[Signal]]] = [((), [s for s in counted if s.subject == name]) for name in subjects]
    if shape.during:
        groups = [
            ((one,), [s for s in counted if one.since - REPORTING_LAG <= s.since <= one.end + HALF_HOUR])
            for one in reversed(scene.of(shape.during))
        ]
    runs = ((one, group[at : at + shape.times]) for one, group in groups for at in reversed(range(len(group))))
    for one, run in runs:
        close = len(run) == shape.times and run[-1].since - run[0].since <= shape.spacing
        if close and any(s.end >= scene.as_of - HALF_HOUR for s in run):
            return (*one, *run)
    return Lacking.REPETITION


@given(SIGNALS, st.booleans())
def test_at_least_gives_the_newest_of_all_runs(signals: list[Signal], during: bool) -> None:  # noqa: FBT001 - drawn
    shape = at_least(3, B, timedelta(minutes=20), during=A if during else ())
    scene = Scene(signals, AS_OF)

    assert shape.match(scene, HALF_HOUR) == run_plainly(shape, scene)
