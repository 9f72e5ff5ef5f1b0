"""What a shape is: signals in, evidence out, or what was lacking."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from guard_api.engine.signals import Evidence, Kind, Scene

RequiredKinds = tuple[frozenset[Kind], ...]
"""Sets of kinds. Where a scene has nothing of one of them, there is no match, and nobody need try."""


def minimal_needs(needs: Iterable[frozenset[Kind]]) -> RequiredKinds:
    """Return the sets that hold no other of them: where one of those is missing, all that hold it are."""
    shortest_first = sorted(set(needs), key=lambda need: (len(need), sorted(need)))
    least: list[frozenset[Kind]] = []
    for need in shortest_first:
        if not any(one <= need for one in least):
            least.append(need)
    return tuple(least)


class Lacking(StrEnum):
    """Why a shape does not fit."""

    SIGN = "sign"
    """A sign is missing altogether."""
    NEARNESS = "nearness"
    """All signs are there, but too far apart, or none of them is recent."""
    OVERLAP = "overlap"
    """They do not go on at the same moment."""
    REPETITION = "repetition"
    """It has happened too few times, or too far apart."""
    DURATION = "duration"
    """It has not gone on for long enough."""
    AFTERMATH = "aftermath"
    """What began with the event is over, or the event itself is not over for long enough."""


class Shape(Protocol):
    """What a pattern looks for. `kinds` are all the kinds that it may give as evidence."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """All kinds that may be in the evidence."""
        ...

    @property
    def required_kinds(self) -> RequiredKinds:
        """Sets of kinds of each of which one has to be there."""
        ...

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Return the newest evidence, one signal or more for every part, or what is lacking."""
        ...
