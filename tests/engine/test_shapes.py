"""Each shape at its edges: a hit, and the near miss beside it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from guard_api.engine.judge import judge
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import policy_of
from guard_api.engine.shapes import (
    at_least,
    begins_late,
    both,
    either,
    follows,
    lasting,
    overlapping,
    still_on,
    together,
)
from guard_api.engine.shapes.narrowing import is_possible, narrowed
from guard_api.engine.shapes.shape import Lacking, RequiredKinds, Shape
from guard_api.engine.signals import Evidence, Kind, Scene, Signal
from tests.support.clock import NOON

A, B, C = Kind.STRANGER_ON_THE_LINE, Kind.SCREEN_SHARED, Kind.FORWARDING_SWITCHED_ON
HALF_HOUR = timedelta(minutes=30)


def during(kind: Kind, since: float, until: float, subject: str = "") -> Signal:
    """A signal that is over, in minutes."""
    return Signal(kind, NOON + timedelta(minutes=since), NOON + timedelta(minutes=until), subject=subject)


def going_on(kind: Kind, since: float, as_of: float) -> Signal:
    """A signal that has not ended."""
    return Signal(kind, NOON + timedelta(minutes=since), NOON + timedelta(minutes=as_of), ongoing=True)


def matches(shape: Shape, as_of: float, *signals: Signal) -> bool:
    """Say whether the shape fits at a minute."""
    return shape.match(Scene(signals, NOON + timedelta(minutes=as_of)), HALF_HOUR) not in tuple(Lacking)


CASES = [
    ("together in one moment", together(A, B), 0, (during(A, 0, 0), during(B, 0, 0)), True),
    ("together at the limit", together(A, B), 35, (during(A, 0, 5), during(B, 35, 35)), True),
    ("together past the limit", together(A, B), 36, (during(A, 0, 5), during(B, 35.1, 36)), False),
    ("together in the other order", together(A, B), 35, (during(B, 0, 5), during(A, 35, 35)), True),
    ("together over a chain", together(A, B, C), 90, (during(A, 0, 5), during(B, 10, 80), during(C, 90, 90)), True),
    ("together over a broken chain", together(A, B, C), 90, (during(A, 0, 5), during(B, 10, 50), during(C, 90, 90)), False),
    ("together, any of a term", together((A, C), B), 0, (during(C, 0, 0), during(B, 0, 0)), True),
    ("together, still current", together(A, B), 30, (during(A, 0, 0), during(B, 0, 0)), True),
    ("together, long ago", together(A, B), 30.1, (during(A, 0, 0), during(B, 0, 0)), False),
    ("together in an older chain", together(A, B), 40, (during(A, 0, 1), going_on(B, 0, 40)), True),
    ("follows during", follows(A, B), 5, (during(A, 0, 5), during(B, 2, 3)), True),
    ("follows at the limit", follows(A, B), 35, (during(A, 0, 5), during(B, 35, 35)), True),
    ("follows past the limit", follows(A, B), 36, (during(A, 0, 5), during(B, 35.1, 36)), False),
    ("follows what began before and goes on", follows(A, B), 9, (during(A, 5, 9), going_on(B, 0, 9)), True),
    ("follows not what was over before", follows(A, B), 9, (during(A, 5, 9), during(B, 0, 3)), False),
    ("follows within the reporting lag", follows(A, B), 9, (during(A, 5, 9), during(B, 4.9, 4.9)), True),
    ("follows not what ended just before", follows(A, B), 9, (during(A, 5, 9), during(B, 0, 4.9)), False),
    ("follows not what ended as it began", follows(A, B), 9, (during(A, 5, 9), during(B, 0, 5)), False),
    ("follows, just before, where that is enough", follows(A, B, lead=HALF_HOUR), 40, (during(A, 35, 40), during(B, 5, 5)), True),
    ("follows, too long before", follows(A, B, lead=HALF_HOUR), 40, (during(A, 35.1, 40), during(B, 5, 5)), False),
    ("follows, long ago", follows(A, B), 60, (during(A, 0, 1), during(B, 1, 2)), False),
    ("overlapping", overlapping(A, B), 9, (during(A, 0, 5), during(B, 4, 9)), True),
    ("both going on in their first moment", overlapping(A, B), 9, (going_on(A, 9, 9), going_on(B, 9, 9)), True),
    ("one ended as the other began", overlapping(A, B), 9, (during(A, 0, 5), during(B, 5, 9)), False),
    ("overlapping, long ago", overlapping(A, B), 60, (during(A, 0, 5), during(B, 0, 9)), False),
    ("three in time", at_least(3, B, HALF_HOUR), 30, tuple(during(B, m, m) for m in (0, 9, 30)), True),
    ("three, too far apart", at_least(3, B, HALF_HOUR), 31, tuple(during(B, m, m) for m in (0, 9, 30.1)), False),
    ("two", at_least(3, B, HALF_HOUR), 9, tuple(during(B, m, m) for m in (0, 9)), False),
    ("three of different subjects", at_least(3, B, HALF_HOUR), 3, tuple(during(B, m, m, str(m)) for m in range(3)), False),
    ("three during", at_least(3, B, HALF_HOUR, during=A), 3, (during(A, 0, 3), *(during(B, m, m) for m in (1, 2, 3))), True),
    ("three, one before", at_least(3, B, HALF_HOUR, during=A), 9, (during(A, 5, 9), *(during(B, m, m) for m in (2, 6, 7))), False),
    ("begins late", begins_late(B, A, HALF_HOUR), 31, (going_on(A, 0, 31), going_on(B, 30, 31)), True),
    ("begins too early, and goes on", begins_late(B, A, HALF_HOUR), 31, (going_on(A, 0, 31), going_on(B, 29, 31)), False),
    ("begins when that is over", begins_late(B, A, HALF_HOUR), 33, (during(A, 0, 32), going_on(B, 32.1, 33)), False),
    ("lasting", lasting(A, HALF_HOUR), 31, (during(A, 0, 31),), True),
    ("not longer than that", lasting(A, HALF_HOUR), 31, (during(A, 0, 30),), False),
    ("lasting, long ago", lasting(A, HALF_HOUR), 99, (during(A, 0, 60),), False),
    ("still on", still_on(A, B, HALF_HOUR), 35, (during(A, 0, 5), going_on(B, 3, 35)), True),
    ("not yet left on", still_on(A, B, HALF_HOUR), 34, (during(A, 0, 5), going_on(B, 3, 34)), False),
    ("left on from before", still_on(A, B, HALF_HOUR), 99, (during(A, 60, 61), going_on(B, 29, 99)), False),
    ("switched off again", still_on(A, B, HALF_HOUR), 40, (during(A, 0, 5), during(B, 3, 39)), False),
    ("the event goes on", still_on(A, B, HALF_HOUR), 99, (going_on(A, 0, 60), going_on(B, 3, 99)), False),
    ("both", both(lasting(A, HALF_HOUR), together(B)), 40, (during(A, 0, 40), during(B, 40, 40)), True),
    ("only one of both", both(lasting(A, HALF_HOUR), together(B)), 40, (during(A, 0, 9), during(B, 40, 40)), False),
    ("either, the second", either(together(C), together(B)), 0, (during(B, 0, 0),), True),
    ("neither", either(together(C), together(B)), 0, (during(A, 0, 0),), False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "as_of", "signals", "fits"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_shapes_fit_up_to_their_edge(shape: Shape, as_of: float, signals: tuple[Signal, ...], *, fits: bool) -> None:
    assert matches(shape, as_of, *signals) is fits


@pytest.mark.parametrize(
    ("shape", "as_of", "signals", "fits"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_shape_that_fits_has_all_it_needs(
    shape: Shape, as_of: float, signals: tuple[Signal, ...], *, fits: bool
) -> None:
    there = Scene(signals, NOON + timedelta(minutes=as_of)).kinds

    assert not fits or all(need & there for need in shape.required_kinds)


@pytest.mark.parametrize("shape", [case[1] for case in CASES[:3] + CASES[21:26] + CASES[-7:]])
def test_a_shape_names_all_kinds_that_it_gives(shape: Shape) -> None:
    for _, other, as_of, signals, _ in CASES:
        if other == shape:
            evidence = shape.match(Scene(signals, NOON + timedelta(minutes=as_of)), HALF_HOUR)
            assert isinstance(evidence, Lacking) or {signal.kind for signal in evidence} <= shape.kinds


def test_together_gives_the_newest_of_each_term() -> None:
    old, new, shared = during(A, 0, 1), during(A, 4, 5), during(B, 5, 6)

    assert together(A, B).match(Scene([new, old, shared], shared.end), HALF_HOUR) == (new, shared)


class Quiet:
    """An odd pattern's own shape, of what is not there."""

    kinds = frozenset({A})
    required_kinds: RequiredKinds = ()

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        return (Signal(A, scene.as_of - within, scene.as_of),) if A not in scene.kinds else Lacking.SIGN


@pytest.mark.parametrize("shape", [Quiet(), either(together(A), Quiet()), both(Quiet(), Quiet())])
def test_a_shape_without_needs_is_tried_whatever_is_there(shape: Shape) -> None:
    assert judge([], policy_of([Pattern(id="quiet", routine=0, shape=shape, weight=50, advice=())]), NOON).score == 50


def test_either_needs_what_is_common_to_its_parts() -> None:
    assert either(together(A, B), together(A, C)).required_kinds == (frozenset({A}), frozenset({B, C}))


@pytest.mark.parametrize(("shape", "as_of", "signals"), [case[1:4] for case in CASES], ids=[case[0] for case in CASES])
def test_a_shape_for_the_kinds_that_are_there_gives_the_same_evidence_and_asks_for_no_other(
    shape: Shape, as_of: float, signals: Sequence[Signal]
) -> None:
    scene = Scene(signals, NOON + timedelta(minutes=as_of))
    evidence, few = shape.match(scene, HALF_HOUR), narrowed(shape, scene.kinds)

    if is_possible(shape, scene.kinds):
        assert few.kinds <= scene.kinds
        assert few.match(scene, HALF_HOUR) == evidence or isinstance(evidence, Lacking)
        assert isinstance(few.match(scene, HALF_HOUR), Lacking) is isinstance(evidence, Lacking)
    else:
        assert isinstance(evidence, Lacking)
