"""Shapes made of others: all of them, any of them, or one with what belongs to it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from guard_api.engine.shapes.clusters import strongest_of
from guard_api.engine.shapes.shape import Lacking, RequiredKinds, Shape, minimal_needs
from guard_api.engine.signals import Evidence, Kind, Scene, Signal


@dataclass(frozen=True, slots=True)
class Accompanied:
    """One of `seen` is enough, and one of `company`, where it is there within `within`, belongs to it."""

    seen: tuple[Kind, ...]
    company: tuple[Kind, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """Both sides."""
        return frozenset((*self.seen, *self.company))

    @property
    def required_kinds(self) -> RequiredKinds:
        """Only the first side."""
        return (frozenset(self.seen),)

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give the plainest with its company, or else by itself."""
        together = strongest_of((self.seen, self.company), scene, within)
        return together if not isinstance(together, Lacking) else strongest_of((self.seen,), scene, within)


@dataclass(frozen=True, slots=True)
class Both:
    """Every part fits."""

    parts: tuple[Shape, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """All kinds of all parts."""
        return frozenset[Kind]().union(*(part.kinds for part in self.parts))

    @property
    def required_kinds(self) -> RequiredKinds:
        """What any part needs."""
        return minimal_needs(need for part in self.parts for need in part.required_kinds)

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give what all parts give, each signal once."""
        evidence: dict[Signal, None] = {}
        for part in self.parts:
            found = part.match(scene, within)
            if isinstance(found, Lacking):
                return found
            evidence.update(dict.fromkeys(found))
        return tuple(evidence)


@dataclass(frozen=True, slots=True)
class Either:
    """The first part that fits decides."""

    parts: tuple[Shape, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """All kinds of all parts."""
        return frozenset[Kind]().union(*(part.kinds for part in self.parts))

    @property
    def required_kinds(self) -> RequiredKinds:
        """Of whatever is missing, every part lacks something: "or" of "and", turned into "and" of "or"."""
        needed: RequiredKinds = (frozenset(),)
        for part in self.parts:
            needed = minimal_needs(one | other for one, other in product(needed, part.required_kinds))
        return needed

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Return what the first fitting part gives, or what the last one lacks."""
        found: Evidence | Lacking = Lacking.SIGN
        for part in self.parts:
            found = part.match(scene, within)
            if not isinstance(found, Lacking):
                break
        return found
