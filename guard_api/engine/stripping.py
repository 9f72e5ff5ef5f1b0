"""A timeline without whatever names somebody: kinds, gaps, grades and organisations are left of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from guard_api.engine.folding import up_to
from guard_api.engine.line import Line
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    QuestionAsked,
    ReachabilitySeen,
    SaidFine,
    ScreenShareSeen,
    StrangerBefore,
)
from guard_api.engine.replay import Recording

GRID = timedelta(seconds=10)
"""Gaps are kept so finely: whoever knows to the second when a call began finds nobody by it."""
_BEGIN = datetime(2000, 1, 1, tzinfo=UTC)
_DROPPED = (QuestionAsked, SaidFine)
Known = Callable[[str], bool]
"""Whether everybody knows a package, since the directory has it."""


def stripped(
    name: str, observations: Iterable[AnyObservation], as_of: datetime, line: Line | None, known: Known
) -> Recording:
    """Return what may be kept of a timeline as of then, by a name of its own. When it was, nobody can tell any more."""
    told = [one for one in up_to(observations, as_of) if not isinstance(one, _DROPPED)]
    first = min([_began(one) for one in told], default=as_of)
    begin = first - _offset(first)
    strip = _Stripping(_BEGIN - begin, known)
    kept = tuple(sorted([strip.of(one) for one in told], key=lambda one: one.at))
    end = strip.moved(as_of)
    moments = tuple(sorted({one.at for one in kept} | {end}))
    return Recording(name, kept=kept, moments=moments, line=None if line is None else line.moved(strip.by))


def _began(one: AnyObservation) -> datetime:
    return one.since if isinstance(one, StrangerBefore) else one.at


def _offset(moment: datetime) -> timedelta:
    return (moment - _BEGIN) % GRID


class _Stripping:
    """Gives each number, package and site a name that means nothing, and the same one again."""

    def __init__(self, by: timedelta, known: Known) -> None:
        self.by = by
        self._known = known
        self._names: dict[str, str] = {}

    def moved(self, moment: datetime) -> datetime:
        """Return a time on the grid of a day of its own."""
        moved = moment + self.by
        return moved - _offset(moved)

    def of(self, one: AnyObservation) -> AnyObservation:
        """Return what is left of an observation."""
        until = self.moved(one.until) if one.until is not None else None
        timed = replace(one, at=self.moved(one.at), until=until, again=())
        match timed:
            case CallSeen():
                return replace(
                    timed, caller=self._name("caller", timed.caller), displayed=None, official=None, listed_label=""
                )
            case IdentityClaimed():
                return replace(timed, caller=self._name("caller", timed.caller))
            case ScreenShareSeen():
                return replace(timed, app=self._package(timed.app))
            case AppInstalled() | AppInFront():
                return replace(timed, package=self._package(timed.package))
            case ForwardingSeen():
                return replace(timed, code=None, target=self._name("caller", timed.target))
            case LinkSeen():
                return replace(timed, domain=self._name("site", timed.domain) or "", imitated=None)
            case ReachabilitySeen():
                apps = self._package(timed.dialer), self._package(timed.redirection)
                return replace(timed, dialer=apps[0], redirection=apps[1])
            case StrangerBefore():
                return replace(timed, since=self.moved(timed.since))
        return timed

    def _name(self, kind: str, value: str | None) -> str | None:
        if not value:
            return value
        return self._names.setdefault(f"{kind} {value}", f"{kind}-{len(self._names) + 1}")

    def _package(self, package: str | None) -> str | None:
        return package if package is not None and self._known(package) else self._name("app", package)


def labelled(recordings: Iterable[tuple[Recording, bool]]) -> Sequence[Recording]:
    """Return recordings that say what they were."""
    return [replace(recording, fraud=fraud) for recording, fraud in recordings]
