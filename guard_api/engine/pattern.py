"""A fraud pattern is a value: what it looks for, how wide, how heavy, what it makes redundant, and what to do then."""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.shapes.shape import Shape
from guard_api.engine.signals import Kind


class Pattern(Struct, frozen=True, cache_hash=True):
    """One routine of the fraud (the article's number; 0 for none), as signals that coincide.

    `weight` 0..100 is added to the score; where evidence of a kind in `graded_by` is of varying strength, times that.
    Where `corroboration` is asked for and does not fit, it counts for `solo_factor` times as much. What `subsumes`
    names is neither counted nor shown beside it. `advice` names what to do, the first first; `notice` where it is no
    more than a notice.
    """

    id: str
    routine: int
    shape: Shape
    weight: int
    advice: tuple[str, ...]
    notice: tuple[str, ...] = ()
    within: timedelta = timedelta(minutes=30)
    subsumes: tuple[str, ...] = ()
    graded_by: Kind | tuple[Kind, ...] | None = None
    corroboration: Shape | None = None
    solo_factor: float = 1.0

    @property
    def grading(self) -> tuple[Kind, ...]:
        """The kinds whose strength counts, the one that words are about first."""
        graded_by = self.graded_by
        return graded_by if isinstance(graded_by, tuple) else () if graded_by is None else (graded_by,)

    def tuned(self, weight: int, within: timedelta) -> "Pattern":
        """Return the same with another weight and window; itself where they are its own."""
        if (weight, within) == (self.weight, self.within):
            return self
        return replace(self, weight=weight, within=within)
