"""Shapes for scenes of which it is known what there is at all: most of what a pattern could be is left out at once."""

from dataclasses import fields, replace
from typing import Any

from guard_api.engine.shapes.combinators import Accompanied, Both, Either
from guard_api.engine.shapes.counting import AtLeast, Relay
from guard_api.engine.shapes.shape import Shape
from guard_api.engine.shapes.temporal import Follows, Lasting, Overlapping, StillOn, Together
from guard_api.engine.signals import Kind

_OF_TERMS = (Together, Accompanied, Follows, Overlapping, AtLeast, Relay, Lasting, StillOn)


def is_possible(shape: Shape, kinds: frozenset[Kind]) -> bool:
    """Whether a shape may match where there is something of these kinds, and nothing else."""
    if isinstance(shape, Either):
        return any(is_possible(part, kinds) for part in shape.parts)
    if isinstance(shape, Both):
        return all(is_possible(part, kinds) for part in shape.parts)
    return not any(need.isdisjoint(kinds) for need in shape.required_kinds)


def narrowed(shape: Shape, kinds: frozenset[Kind]) -> Shape:
    """Return a shape that gives the same evidence wherever there are these kinds, and asks for no other.

    It is for shapes that are possible then. What an odd pattern brings itself stays as it is.
    """
    if isinstance(shape, Either):
        parts = tuple(narrowed(part, kinds) for part in shape.parts if is_possible(part, kinds))
        return parts[0] if len(parts) == 1 else Either(parts)
    if isinstance(shape, Both):
        return Both(tuple(narrowed(part, kinds) for part in shape.parts))
    if not isinstance(shape, _OF_TERMS):
        return shape
    return replace(shape, **{field.name: _there(getattr(shape, field.name), kinds) for field in fields(shape)})


def _there(value: Any, kinds: frozenset[Kind]) -> Any:  # noqa: ANN401 - any field of a shape
    """Leave out the kinds of a term, or of several terms, of which there is nothing."""
    if not isinstance(value, tuple):
        return value
    return tuple(
        _there(one, kinds) if isinstance(one, tuple) else one for one in value if isinstance(one, tuple) or one in kinds
    )
