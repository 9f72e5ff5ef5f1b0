"""A closed set of shapes, in the words that patterns are written in. An odd pattern brings its own `Shape`."""

from datetime import timedelta

from guard_api.engine.shapes.combinators import Accompanied, Both, Either
from guard_api.engine.shapes.counting import AtLeast, Relay
from guard_api.engine.shapes.shape import Shape
from guard_api.engine.shapes.temporal import (
    REPORTING_LAG,
    Follows,
    Lasting,
    Overlapping,
    StillOn,
    Together,
)
from guard_api.engine.signals import Kind

Kinds = Kind | tuple[Kind, ...]
"""One kind, or any one of several."""


def _term(kinds: Kinds) -> tuple[Kind, ...]:
    return (kinds,) if isinstance(kinds, Kind) else kinds


def together(*terms: Kinds) -> Together:
    """All of the terms, in whatever order; a tuple of kinds is any one of them."""
    return Together(tuple(map(_term, terms)))


def accompanied(seen: Kinds, company: Kinds) -> Accompanied:
    """`seen`, and if there is any, `company`."""
    return Accompanied(_term(seen), _term(company))


def follows(first: Kinds, second: Kinds, lead: timedelta = REPORTING_LAG, gap: timedelta | None = None) -> Follows:
    """`second` during `first`, at most `gap` after it, or at most `lead` before."""
    return Follows(_term(first), _term(second), lead, gap)


def overlapping(one: Kinds, other: Kinds) -> Overlapping:
    """Both at the same moment."""
    return Overlapping(_term(one), _term(other))


def at_least(
    times: int, counted: Kinds, spacing: timedelta, during: Kinds = (), gap: timedelta | None = None
) -> AtLeast:
    """So many of `counted` begin, the last at most `spacing` after the first and `gap` after `during`."""
    return AtLeast(times, _term(counted), spacing, _term(during), gap)


def begins_late(begun: Kinds, during: Kinds, after: timedelta) -> AtLeast:
    """`begun` begins while `during` goes on, at least `after` its own beginning."""
    return AtLeast(1, _term(begun), timedelta(0), _term(during), timedelta(0), after)


def relay(times: int, relayed: Kinds, spacing: timedelta, each: timedelta, gap: timedelta) -> Relay:
    """So many different subjects, one handing over to the next."""
    return Relay(times, _term(relayed), spacing, each, gap)


def lasting(kinds: Kinds, longer_than: timedelta) -> Lasting:
    """One signal goes on for longer than that."""
    return Lasting(_term(kinds), longer_than)


def still_on(
    event: Kinds, state: Kinds, after: timedelta, lead: timedelta = REPORTING_LAG, gap: timedelta | None = None
) -> StillOn:
    """`state` outlives the `event` that it began with, or at most `gap` after it, by at least `after`."""
    return StillOn(_term(event), _term(state), after, lead, gap)


def both(*parts: Shape) -> Both:
    """Every part fits."""
    return Both(parts)


def either(*parts: Shape) -> Either:
    """Any part fits, the first counts."""
    return Either(parts)
