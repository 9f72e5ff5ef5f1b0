"""A fraud pattern is a value: what it looks for, how wide, how heavy, and what it makes redundant."""

from datetime import timedelta

from msgspec import Struct

from guard_api.engine.shapes.temporal import Shape
from guard_api.engine.signals import Kind


class Pattern(Struct, frozen=True, cache_hash=True):
    """One routine of the fraud (the article's number; 0 for none), as signals that coincide.

    `weight` 0..100 is added to the score; where evidence of the kind `graded_by` is of varying strength, times that.
    Evidence without any of `company` counts for `alone` times as much. What `absorbs` names is neither counted nor
    shown beside it.
    """

    id: str
    routine: int
    shape: Shape
    weight: int
    within: timedelta = timedelta(minutes=30)
    absorbs: tuple[str, ...] = ()
    graded_by: Kind | None = None
    company: tuple[Kind, ...] = ()
    alone: float = 1.0
