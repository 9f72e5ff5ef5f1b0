"""Two policies, played over the same recorded cases: what changes, how sure that is, and for which cases."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.backtests.calibration import wilson
from guard_api.engine.backtests.replay import Recording, replay
from guard_api.engine.decision import Decision
from guard_api.engine.observations import MomentSeen
from guard_api.engine.policy import Level, Policy
from guard_api.engine.vocabulary import MomentKind

_RANK = {level: rank for rank, level in enumerate(Level)}
_WARNED = _RANK[Level.WARNING]
_MINUTE = timedelta(minutes=1)
_GONE = (MomentKind.MONEY_OUT, MomentKind.LOAN_PAID_OUT)


class Verdict(Struct, frozen=True):
    """What a policy made of a case: its worst level before any money went, when it first warned, and which patterns.

    `lead` is in minutes from the first warning to the first money; None: there was none of one of them.
    """

    level: Level
    patterns: frozenset[str]
    lead: float | None = None


class Stage(Struct, frozen=True):
    """What both policies say from a minute of a case on, and the patterns that only one of them shows."""

    minute: float
    before: Level
    after: Level
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()


class Compared(Struct, frozen=True):
    """A case by both policies. `course` is how it went, where they differ."""

    id: str
    fraud: bool | None
    before: Verdict
    after: Verdict
    course: Sequence[Stage] = ()

    @property
    def changes(self) -> bool:
        """Whether the policies differ in it, in anything that a person would notice."""
        return self.before != self.after


class Share(Struct, frozen=True):
    """So many of so many, and the 95 % interval of Wilson."""

    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """Between what and what the share lies."""
        return wilson(self.hits, self.of)


class Report(Struct, frozen=True):
    """What two policies make of cases, before and after: frauds and harmless ones at each level, and of each pattern.

    `recall` is of frauds that are warned of, `false_warnings` of harmless ones. `won` and `lost` count frauds warned of
    earlier and later, each with its minutes in the middle; `leads` are minutes in the middle of all.
    """

    cases: int
    frauds: int
    harmless: int
    levels: Mapping[str, Mapping[str, tuple[int, int]]]
    patterns: Mapping[str, tuple[int, int]]
    recall: tuple[Share, Share]
    false_warnings: tuple[Share, Share]
    leads: tuple[float | None, float | None]
    won: int
    lost: int
    minutes_won: float | None
    minutes_lost: float | None
    changed: Sequence[Compared]


def compare(recording: Recording, policies: tuple[Policy, Policy], life: timedelta) -> Compared:
    """Play a case by both policies."""
    money = recording.money_at or _first_money(recording)
    played = [*replay(recording, policies, life)]
    before, after = (_verdict([moment[n] for moment in played], money) for n in (0, 1))
    course = _course(played) if before != after else ()
    return Compared(recording.id, recording.fraud, before, after, course)


def _course(played: Sequence[tuple[Decision, ...]]) -> Sequence[Stage]:
    """Return what was said, without what was said again."""
    begin = played[0][0].as_of
    stages: list[Stage] = []
    for before, after in played:
        shown, shown_after = ({match.pattern.id for match in one.matches} for one in (before, after))
        only = tuple(sorted(shown - shown_after)), tuple(sorted(shown_after - shown))
        stage = Stage((before.as_of - begin) / _MINUTE, before.level, after.level, *only)
        if not stages or replace(stage, minute=stages[-1].minute) != stages[-1]:
            stages.append(stage)
    return stages


def _verdict(decisions: Sequence[Decision], money: datetime | None) -> Verdict:
    in_time = [one for one in decisions if money is None or one.as_of < money]
    level = max((one.level for one in in_time), key=_RANK.__getitem__, default=Level.NONE)
    patterns = frozenset(match.pattern.id for one in in_time for match in one.matches)
    warned = next((one.as_of for one in in_time if _RANK[one.level] >= _WARNED), None)
    lead = (money - warned) / _MINUTE if money is not None and warned is not None else None
    return Verdict(level, patterns, lead)


def _first_money(recording: Recording) -> datetime | None:
    observations = recording.kept or [one for check in recording.checks for one in check.observations]
    return min((one.at for one in observations if isinstance(one, MomentSeen) and one.kind in _GONE), default=None)


def report_of(compared: Iterable[Compared]) -> Report:
    """Return what comes of all cases, in whatever order they come in."""
    found = sorted(compared, key=lambda one: one.id)
    frauds, harmless = (_of(found, fraud=fraud) for fraud in (True, False))
    kinds = {"fraud": frauds, "harmless": harmless, "unknown": [one for one in found if one.fraud is None]}
    both = [(one.before.lead, one.after.lead) for one in frauds]
    won = [after - (before or 0.0) for before, after in both if after is not None and after > (before or 0.0)]
    lost = [before - (after or 0.0) for before, after in both if before is not None and before > (after or 0.0)]
    return Report(
        cases=len(found),
        frauds=len(frauds),
        harmless=len(harmless),
        levels={kind: _pairs(those, lambda one: [one.level]) for kind, those in kinds.items() if those},
        patterns=_pairs(found, lambda one: one.patterns),
        recall=_warned(frauds),
        false_warnings=_warned(harmless),
        leads=(_middle([before for before, _ in both]), _middle([after for _, after in both])),
        won=len(won),
        lost=len(lost),
        minutes_won=_middle(won),
        minutes_lost=_middle(lost),
        changed=[one for one in found if one.changes],
    )


def _of(found: Iterable[Compared], *, fraud: bool) -> Sequence[Compared]:
    return [one for one in found if one.fraud is fraud]


def _pairs(found: Sequence[Compared], names: Callable[[Verdict], Iterable[str]]) -> Mapping[str, tuple[int, int]]:
    before = Counter(str(name) for one in found for name in names(one.before))
    after = Counter(str(name) for one in found for name in names(one.after))
    return {name: (before[name], after[name]) for name in sorted({*before, *after})}


def _warned(found: Sequence[Compared]) -> tuple[Share, Share]:
    sides = [[one.before for one in found], [one.after for one in found]]
    before, after = (Share(sum(_RANK[one.level] >= _WARNED for one in side), len(side)) for side in sides)
    return before, after


def _middle(minutes: Iterable[float | None]) -> float | None:
    known = [one for one in minutes if one is not None]
    return median(known) if known else None
