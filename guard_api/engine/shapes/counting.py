"""How often something must happen for a pattern to fit, and by how many: shapes that count."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from operator import attrgetter

from guard_api.engine.shapes.shape import Lacking, RequiredKinds
from guard_api.engine.shapes.temporal import REPORTING_LAG
from guard_api.engine.signals import SINCE, Evidence, Kind, Scene, Signal

_END = attrgetter("end")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`counted` begins `times` times, all of the same subject or all while `during` goes on or at most `gap` after it.

    A `gap` of None is the pattern's own window. `after` is how long `during` has gone on then, at least.
    """

    times: int
    counted: tuple[Kind, ...]
    spacing: timedelta
    during: tuple[Kind, ...] = ()
    gap: timedelta | None = None
    after: timedelta = -REPORTING_LAG

    @property
    def kinds(self) -> frozenset[Kind]:
        """What is counted, and what it is counted in."""
        return frozenset((*self.counted, *self.during))

    @property
    def required_kinds(self) -> RequiredKinds:
        """What is counted, and what it is counted in."""
        return tuple(frozenset(side) for side in (self.counted, self.during) if side)

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give the newest run that is long enough, behind the newest signal it was counted in."""
        if self.during:
            return self._during(scene, within)
        by_subject: defaultdict[str | None, list[Signal]] = defaultdict(list)
        for signal in scene.of(self.counted):
            by_subject[signal.subject].append(signal)
        runs = (run for signals in by_subject.values() for run in self._runs(signals, scene.as_of - within))
        return next(runs, Lacking.REPETITION)

    def _during(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        runs = [*self._runs(sorted(scene.of(self.counted), key=SINCE), scene.as_of - within)]
        runs.reverse()
        gap = within if self.gap is None else self.gap
        for one in reversed(scene.of(self.during)):
            begun = bisect_right(runs, one.end + gap, key=lambda run: run[-1].since)
            if begun > 0 and runs[begun - 1][0].since >= one.since + self.after:
                return one, *runs[begun - 1]
        return Lacking.REPETITION

    def _runs(self, signals: Sequence[Signal], current: datetime) -> Iterator[Evidence]:
        """Give all runs that are close enough and current, newest first."""
        for start in range(len(signals) - self.times, -1, -1):
            run = tuple(signals[start : start + self.times])
            if run[-1].since - run[0].since <= self.spacing and max(map(_END, run)) >= current:
                yield run


@dataclass(frozen=True, slots=True)
class Relay:
    """So many different subjects, each for at least `each` and at most `gap` after the last, begun within `spacing`."""

    times: int
    relayed: tuple[Kind, ...]
    spacing: timedelta
    each: timedelta
    gap: timedelta

    @property
    def kinds(self) -> frozenset[Kind]:
        """What is relayed."""
        return frozenset(self.relayed)

    @property
    def required_kinds(self) -> RequiredKinds:
        """What is relayed."""
        return (frozenset(self.relayed),)

    def match(self, scene: Scene, within: timedelta) -> Evidence | Lacking:
        """Give the newest run of different subjects."""
        long_enough = [one for one in scene.of(self.relayed) if one.end - one.since >= self.each]
        if len(long_enough) < self.times:
            return Lacking.REPETITION
        newest: dict[str | None, Signal] = {}
        for signal in sorted(long_enough, key=SINCE, reverse=True):
            newest.setdefault(signal.subject, signal)
        last, current = [*newest.values()], scene.as_of - within
        for start in range(len(last) - self.times + 1):
            run = last[start : start + self.times]
            near = all(later.since - earlier.end <= self.gap for later, earlier in pairwise(run))
            if near and run[0].since - run[-1].since <= self.spacing:
                return tuple(reversed(run)) if max(map(_END, run)) >= current else Lacking.NEARNESS
        return Lacking.REPETITION
