"""A timeline without whatever names somebody: kinds, gaps, grades and organisations are left of it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from guard_api.engine.backtests.replay import Recording
from guard_api.engine.folding import up_to
from guard_api.engine.line import Diversion, Fact, Line
from guard_api.engine.noted import FalseAlarmReported, QuestionShown, StrangerBefore
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    ReachabilitySeen,
    ScreenShareSeen,
)

GRID = timedelta(seconds=10)
"""Gaps are kept so finely: whoever knows to the second when a call began finds nobody by it."""
_BEGIN = datetime(2000, 1, 1, tzinfo=UTC)
_DROPPED = (QuestionShown, FalseAlarmReported)
_APP = "app"
_NAMES: Mapping[type, Mapping[str, str]] = {
    CallSeen: {"caller": "caller"},
    IdentityClaimed: {"caller": "caller"},
    ForwardingSeen: {"target": "caller"},
    LinkSeen: {"domain": "site"},
    ScreenShareSeen: {"app": _APP},
    AppInstalled: {"package": _APP},
    AppInFront: {"package": _APP},
    ReachabilitySeen: {"dialer": _APP, "redirection": _APP},
}
"""What of each type names somebody, and as what: it becomes `caller-1`, and the same again wherever it is the same."""
_EMPTIED: Mapping[type, Mapping[str, object]] = {
    CallSeen: {"displayed": None, "official": None, "listed_label": ""},
    ForwardingSeen: {"code": None},
    LinkSeen: {"imitated": None},
}
"""What only words and buttons are made of."""
Known = Callable[[str], bool]
"""Whether everybody knows a package, since the directory has it."""


def stripped(
    name: str, observations: Iterable[AnyObservation], as_of: datetime, line: Line | None, known: Known
) -> Recording:
    """Return what may be kept of a timeline as of then, by a name of its own. Nobody can tell any more when it was."""
    observed = [one for one in up_to(observations, as_of) if not isinstance(one, _DROPPED)]
    first = min([one.since if isinstance(one, StrangerBefore) else one.at for one in observed], default=as_of)
    strip = _Stripping(first, known)
    kept = tuple(sorted([strip.of(one) for one in observed], key=lambda one: one.at))
    moments = tuple(sorted({one.at for one in kept} | {strip.moved(as_of)}))
    return Recording(name, kept=kept, moments=moments, line=strip.of_line(line) if line is not None else None)


class _Stripping:
    """Gives each number, package and site a name that means nothing, and the same one again; and times of no day."""

    def __init__(self, first: datetime, known: Known) -> None:
        self._first = first
        self._known = known
        self._names: dict[str, str] = {}

    def moved(self, moment: datetime) -> datetime:
        """Return a time by how long it is after the first, on the grid."""
        return _BEGIN + (moment - self._first) // GRID * GRID

    def _if_any(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else self.moved(moment)

    def of(self, one: AnyObservation) -> AnyObservation:
        """Return what is left of an observation."""
        kind = type(one)
        named = {field: self._name(word, getattr(one, field)) for field, word in _NAMES.get(kind, {}).items()}
        since = {"since": self.moved(one.since)} if isinstance(one, StrangerBefore) else {}
        changes = {**_EMPTIED.get(kind, {}), **named, **since}
        return replace(one, at=self.moved(one.at), until=self._if_any(one.until), again=(), **changes)

    def of_line(self, line: Line) -> Line:
        """Return how a line stood; apps that redirect calls are none of it, not even their digests."""
        return Line(
            updated=self.moved(line.updated),
            reported=self._if_any(line.reported),
            cleared=self._if_any(line.cleared),
            diversions=tuple(map(self._diversion, line.diversions)),
            barred=tuple(Fact(one.name, self.moved(one.since)) for one in line.barred),
        )

    def _diversion(self, one: Diversion) -> Diversion:
        times = self.moved(one.since), self._if_any(one.until), self._if_any(one.stranger)
        return replace(one, since=times[0], until=times[1], stranger=times[2])

    def _name(self, word: str, value: str | None) -> str | None:
        """Return another name. What is empty says so, and what everybody knows is nobody's."""
        if not value or (word == _APP and self._known(value)):
            return value
        return self._names.setdefault(f"{word} {value}", f"{word}-{len(self._names) + 1}")
