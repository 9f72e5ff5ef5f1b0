"""Signals: what a timeline says was going on, as intervals that patterns can relate."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from operator import attrgetter
from typing import Protocol

from msgspec import Struct

SINCE = attrgetter("since")
"""The key that puts spans in the order of time."""
_END = attrgetter("end")


class Kind(StrEnum):
    """The vocabulary of patterns. A condition on a single event is a kind, never pattern code."""

    STRANGER_ON_THE_LINE = "stranger_on_the_line"
    OFFICIAL_LINE_CALLING = "official_line_calling"
    UNSEEN_CALLER = "unseen_caller"
    SPOOFED_OFFICIAL_NUMBER = "spoofed_official_number"
    IMPOSSIBLE_NUMBER = "impossible_number"
    UNTRACEABLE_NUMBER = "untraceable_number"
    LISTED_NUMBER = "listed_number"
    FALSE_IDENTITY = "false_identity"
    UNPROVEN_IDENTITY = "unproven_identity"
    CLAIMED_AUTHORITY = "claimed_authority"
    SCREEN_SHARED = "screen_shared"
    SHARING_APP_INSTALLED = "sharing_app_installed"
    FINANCE_APP_IN_FRONT = "finance_app_in_front"
    BANK_APP_IN_FRONT = "bank_app_in_front"
    FORWARDING_SWITCHED_ON = "forwarding_switched_on"
    FORWARDING_ON = "forwarding_on"
    FRAUD_LINK = "fraud_link"
    EVERYDAY_LINK = "everyday_link"
    ODD_LINK = "odd_link"
    SCRIPTED_MESSAGE = "scripted_message"
    STRANGER_AROUND = "stranger_around"
    STRANGER_EARLIER = "stranger_earlier"
    VOIP_CALL = "voip_call"
    GIVEN_NUMBER_CALLED = "given_number_called"
    RECENT_CONTACT_ON_THE_LINE = "recent_contact_on_the_line"
    BROUGHT_APP_INSTALLED = "brought_app_installed"
    SENT_APP_INSTALLED = "sent_app_installed"
    IMITATING_APP_INSTALLED = "imitating_app_installed"
    BAIT_APP_INSTALLED = "bait_app_installed"
    RIGHTS_GAINED = "rights_gained"
    LOAN_APP_USED = "loan_app_used"
    FORWARDING_UNWANTED = "forwarding_unwanted"
    FORWARDING_TO_STRANGER = "forwarding_to_stranger"
    LINE_DIVERTED = "line_diverted"
    CALLS_BARRED = "calls_barred"
    HARD_TO_REACH = "hard_to_reach"
    OFFICIAL_CALL_MISSED = "official_call_missed"
    CODE_RECEIVED = "code_received"
    MONEY_OUT = "money_out"
    LOAN_PAID_OUT = "loan_paid_out"
    NEW_DEVICE_LOGIN = "new_device_login"
    PRESSURE = "pressure"


STRANGERS = (Kind.STRANGER_ON_THE_LINE, Kind.OFFICIAL_LINE_CALLING)
"""Whoever is not a contact of long standing. A genuine-looking official line can be forged exactly."""

STRANGERS_OR_UNSEEN = (*STRANGERS, Kind.UNSEEN_CALLER)
"""The same, and callers whom the phone could not see: only for signs that leave no innocent reading."""

AROUND = (*STRANGERS, Kind.STRANGER_AROUND)
"""Strangers, and what they left going on."""

ANYBODY = (*STRANGERS_OR_UNSEEN, Kind.STRANGER_AROUND)
"""The same, and callers whom the phone could not see."""

SIGNS = (
    Kind.SCREEN_SHARED,
    Kind.FRAUD_LINK,
    Kind.SCRIPTED_MESSAGE,
    Kind.PRESSURE,
    Kind.SHARING_APP_INSTALLED,
    Kind.BROUGHT_APP_INSTALLED,
    Kind.IMITATING_APP_INSTALLED,
    Kind.LOAN_APP_USED,
    Kind.SPOOFED_OFFICIAL_NUMBER,
    Kind.IMPOSSIBLE_NUMBER,
    Kind.LISTED_NUMBER,
    Kind.FALSE_IDENTITY,
    Kind.UNPROVEN_IDENTITY,
    Kind.CODE_RECEIVED,
)
"""What shows that a call which is over was no courier's. A bank's app alone is none: whoever pays opens it."""

EVENTS = frozenset(
    {
        Kind.FRAUD_LINK,
        Kind.EVERYDAY_LINK,
        Kind.ODD_LINK,
        Kind.SCRIPTED_MESSAGE,
        Kind.PRESSURE,
        Kind.SHARING_APP_INSTALLED,
        Kind.BROUGHT_APP_INSTALLED,
        Kind.IMITATING_APP_INSTALLED,
        Kind.SENT_APP_INSTALLED,
        Kind.BAIT_APP_INSTALLED,
        Kind.RIGHTS_GAINED,
        Kind.FORWARDING_SWITCHED_ON,
        Kind.FORWARDING_TO_STRANGER,
        Kind.FORWARDING_UNWANTED,
        Kind.CALLS_BARRED,
    }
)
"""What happens, and goes on only as long as it is told again: at its end it still is there."""

FORWARDED_FIRST = timedelta(minutes=5)
"""Forwarding this long before a stranger's call still belongs to it: phones tell of the two in either order."""


class Signal(Struct, frozen=True, gc=False):
    """Something that went on from `since` to `end`; `ongoing` when nothing has ended it yet.

    `subject` is whom or what it is about (a caller's key, a package, an organisation, a target).
    `strength` in 0..1 grades evidence of one kind; `detail` names the variety, for texts.
    """

    # A Struct: made in 0.04 us, a frozen dataclass in 0.5.
    kind: Kind
    since: datetime
    end: datetime
    ongoing: bool = False
    subject: str | None = None
    strength: float = 1.0
    detail: str = ""


Evidence = tuple[Signal, ...]
"""The signals that a pattern was read from."""


class Span(Protocol):
    """What goes on from `since` to `end`."""

    @property
    def since(self) -> datetime:
        """When it began."""
        ...

    @property
    def end(self) -> datetime:
        """When it ended, or the present moment."""
        ...


class Spans:
    """When each of several things went on."""

    __slots__ = ("_begun", "_reach")

    def __init__(self, spans: Iterable[Span]) -> None:
        """Sort them, and note how far those reach that began so far."""
        ordered = sorted(spans, key=SINCE)
        self._begun = [*map(SINCE, ordered)]
        self._reach = [*accumulate(map(_END, ordered), max)]

    def any(self, *, begun_by: datetime, lasting_to: datetime) -> bool:
        """Say whether one began by then and lasted, from whenever on, up to then or longer: one binary search."""
        begun = bisect_right(self._begun, begun_by)
        return begun > 0 and self._reach[begun - 1] >= lasting_to


class Scene:
    """All signals of a timeline by kind, oldest first, and the moment they are judged at."""

    __slots__ = ("_by_kind", "_by_kinds", "_spans", "as_of", "kinds")

    def __init__(self, signals: Iterable[Signal], as_of: datetime) -> None:
        """Sort the signals once, so that shapes only pick."""
        by_kind: defaultdict[Kind, list[Signal]] = defaultdict(list)
        for signal in sorted(signals, key=SINCE):
            by_kind[signal.kind].append(signal)
        self._by_kind = dict(by_kind)
        self._by_kinds: dict[tuple[Kind, ...], list[Signal]] = {}
        self._spans: dict[tuple[Kind, ...], Spans] = {}
        self.kinds = frozenset(self._by_kind)
        self.as_of = as_of

    def of(self, kinds: tuple[Kind, ...]) -> Sequence[Signal]:
        """List the signals of any of `kinds`, one kind after the other."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        listed = self._by_kinds.get(kinds)
        if listed is None:
            # Strangers are listed once for all the patterns that ask for them.
            by_kind = self._by_kind
            listed = self._by_kinds[kinds] = []
            for kind in kinds:
                if kind in by_kind:
                    listed += by_kind[kind]
        return listed

    def spans(self, kinds: tuple[Kind, ...]) -> Spans:
        """Give when any of `kinds` went on: made once for all the patterns that ask, a microsecond and more each."""
        spans = self._spans.get(kinds)
        if spans is None:
            spans = self._spans[kinds] = Spans(self.of(kinds))
        return spans
