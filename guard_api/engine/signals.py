"""Signals: what a timeline says was going on, as intervals that patterns can relate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """The vocabulary of patterns. A condition on a single event is a kind, never pattern code."""

    STRANGER_ON_THE_LINE = "stranger_on_the_line"
    OFFICIAL_LINE_CALLING = "official_line_calling"
    UNSEEN_CALLER = "unseen_caller"
    SPOOFED_OFFICIAL_NUMBER = "spoofed_official_number"
    IMPOSSIBLE_NUMBER = "impossible_number"
    LISTED_NUMBER = "listed_number"
    FALSE_IDENTITY = "false_identity"
    SCREEN_SHARED = "screen_shared"
    SHARING_APP_INSTALLED = "sharing_app_installed"
    FINANCE_APP_IN_FRONT = "finance_app_in_front"
    FORWARDING_SWITCHED_ON = "forwarding_switched_on"
    FORWARDING_ON = "forwarding_on"
    FRAUD_LINK = "fraud_link"
    SCRIPTED_MESSAGE = "scripted_message"


STRANGERS = (Kind.STRANGER_ON_THE_LINE, Kind.OFFICIAL_LINE_CALLING)
"""Whoever is not a contact of long standing. A genuine-looking official line can be forged exactly."""

STRANGERS_OR_UNSEEN = (*STRANGERS, Kind.UNSEEN_CALLER)
"""The same, and callers whom the phone could not see: only for signs that leave no innocent reading."""

FORWARDED_FIRST = timedelta(minutes=5)
"""Forwarding this long before a stranger's call still belongs to it: phones tell of the two in either order."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that went on from `since` to `end`; `ongoing` when nothing has ended it yet.

    `subject` is whom or what it is about (a caller's key, a package, an organisation, a target).
    `strength` in 0..1 grades evidence of one kind; `detail` names the variety, for texts.
    """

    kind: Kind
    since: datetime
    end: datetime
    ongoing: bool = False
    subject: str | None = None
    strength: float = 1.0
    detail: str = ""


class Scene:
    """All signals of a timeline by kind, oldest first, and the moment they are judged at."""

    __slots__ = ("_by_kind", "as_of")

    def __init__(self, signals: Iterable[Signal], as_of: datetime) -> None:
        """Sort the signals once, so that shapes only pick."""
        by_kind: dict[Kind, list[Signal]] = {}
        for signal in sorted(signals, key=lambda signal: signal.since):
            by_kind.setdefault(signal.kind, []).append(signal)
        self._by_kind: Mapping[Kind, list[Signal]] = by_kind
        self.as_of = as_of

    def of(self, kinds: tuple[Kind, ...]) -> list[Signal]:
        """List the signals of any of `kinds`."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return [signal for kind in kinds for signal in self._by_kind.get(kind, ())]
