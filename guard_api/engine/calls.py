"""Call reports -> calls: one interval for each, however many checks spoke of it and in whatever order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from guard_api.engine.observations import CallSeen, CallState
from guard_api.engine.signals import Kind, Signal
from guard_api.numbers.caller_id import CallerKind, CallerReason
from guard_api.numbers.directory import CallsOut

REPORTED_CALL_CAP = timedelta(hours=2)
"""A call reported active is believed to go on this long after its last report."""

GLIMPSED_CALL_CAP = timedelta(minutes=30)
"""A caller number without a state says that somebody was on the line, not for how long."""

RING_LIMIT = timedelta(minutes=1)
"""A call that is reported neither answered nor ended by then is taken as answered."""

MISSED_LIMIT = timedelta(minutes=3)
"""A call that only rang, and ended no later than this, was missed: nobody was on the line."""

_WEAK_IMITATION = 0.35
_OTHER_CATEGORY = 0.35
_DIRECTORY_KINDS = (CallerKind.OFFICIAL, CallerKind.LOOKALIKE)
_OVER = (CallState.ENDED, CallState.NONE)


@dataclass(slots=True)
class Call:
    """One call, as it stands at `as_of`; `glimpsed` when nobody told its state, only that there was a caller."""

    about: CallSeen
    rang: datetime
    last: datetime
    answered: datetime | None = None
    ended: datetime | None = None
    glimpsed: bool = True
    known: bool | None = None
    as_of: datetime = field(kw_only=True)

    @property
    def caller(self) -> str | None:
        """The caller's canonical key, None when the phone could not see it."""
        return self.about.caller

    @property
    def cap(self) -> datetime:
        """When an open call is given up."""
        return self.last + (GLIMPSED_CALL_CAP if self.glimpsed else REPORTED_CALL_CAP)

    @property
    def since(self) -> datetime:
        """When somebody was on the line, for an unanswered ring when it must have been answered."""
        return self.answered or self.rang + RING_LIMIT

    @property
    def ongoing(self) -> bool:
        """Whether nothing has ended it yet."""
        return self.ended is None and self.as_of <= self.cap

    @property
    def end(self) -> datetime:
        """When it ended, was given up, or the present moment."""
        return self.ended or min(self.cap, self.as_of)

    @property
    def missed(self) -> bool:
        """Whether it has only rung so far, or rang in vain."""
        if self.answered is not None:
            return False
        return self.end < self.since or (self.ended is not None and self.ended - self.rang <= MISSED_LIMIT)

    @property
    def trusted(self) -> bool:
        """Whether a contact of long standing calls. An official line in the contacts can still be forged."""
        return self.known is True and self.about.kind not in _DIRECTORY_KINDS

    @property
    def speaks_for(self) -> str | None:
        """The organisation that really calls from this number."""
        calls_out = self.about.kind is CallerKind.OFFICIAL and self.about.calls_out is not CallsOut.NO
        return self.about.organization if calls_out else None

    def signals(self) -> Iterator[Signal]:
        """Say who is on the line, and what the number gives away."""
        if not self.trusted:
            yield from self._number()
        presence = self._presence()
        if presence is not None and not self.missed:
            yield Signal(presence, self.since, self.end, self.ongoing, self.caller)

    def _presence(self) -> Kind | None:
        if self.trusted:
            return None
        if self.about.kind is CallerKind.OFFICIAL:
            return Kind.OFFICIAL_LINE_CALLING
        if self.caller is not None or self.known is False:
            return Kind.STRANGER_ON_THE_LINE
        return None if self.about.voip or self.known else Kind.UNSEEN_CALLER

    def _number(self) -> Iterator[Signal]:
        about = self.about
        if about.kind is CallerKind.LOOKALIKE:
            weak = about.reason == CallerReason.HOTLINE_WITH_COUNTRY_CODE and about.calls_out is not CallsOut.NO
            yield self._sign(
                Kind.SPOOFED_OFFICIAL_NUMBER,
                about.organization,
                _WEAK_IMITATION if weak else 1.0,
                about.reason if weak else "",
            )
        elif about.kind is CallerKind.OFFICIAL and about.calls_out is CallsOut.NO:
            yield self._sign(Kind.SPOOFED_OFFICIAL_NUMBER, about.organization, 1.0, "never_calls_out")
        elif about.kind is CallerKind.OFFICIAL and about.verification_failed:
            yield self._sign(Kind.SPOOFED_OFFICIAL_NUMBER, about.organization, 1.0, "verification_failed")
        elif about.kind is CallerKind.IMPOSSIBLE:
            yield self._sign(Kind.IMPOSSIBLE_NUMBER, about.caller, 1.0, about.reason)
        if about.listed is not None:
            strength = 1.0 if about.listed == "fraud" else _OTHER_CATEGORY
            yield self._sign(Kind.LISTED_NUMBER, about.caller, strength, about.listed)

    def _sign(self, kind: Kind, subject: str | None, strength: float, detail: str) -> Signal:
        return Signal(kind, self.rang, max(self.end, self.rang), self.ongoing, subject, strength, detail)


def calls_of(seen: Sequence[CallSeen], as_of: datetime) -> list[Call]:
    """Assemble calls from reports, which are sorted by time; a contact once told stays one for all its calls."""
    calls: list[Call] = []
    open_calls: list[Call] = []
    for report in seen:
        open_calls = [call for call in open_calls if report.at <= call.cap]
        if report.state in _OVER:
            open_calls = _end(report, open_calls, calls)
            continue
        call = _find(report, open_calls)
        if call is None:
            call = Call(report, report.at, report.at, as_of=as_of)
            calls.append(call)
            open_calls.append(call)
        _go_on(call, report)
    _share_contacts(calls)
    return calls


def _find(report: CallSeen, open_calls: Sequence[Call]) -> Call | None:
    """Find the open call that a report speaks of: the same caller, or either side not seen."""
    for call in reversed(open_calls):
        if report.caller is None or call.caller in (None, report.caller):
            return call
    return None


def _go_on(call: Call, report: CallSeen) -> None:
    if call.caller is None and report.caller is not None:
        call.about = report
    elif report.caller is not None:
        # An admin may list a number, or take it off, while it calls.
        call.about = replace(call.about, listed=report.listed, listed_label=report.listed_label)
    call.last = report.at
    _learn(call, report)
    if report.state is not CallState.RINGING and call.answered is None:
        call.answered = report.at
    call.glimpsed = call.glimpsed and report.state is None


def _learn(call: Call, report: CallSeen) -> None:
    """Note whether a contact calls. Who was none at first and is one now was saved on the caller's own request."""
    if report.known is not None:
        call.known = report.known and call.known is not False


def _end(report: CallSeen, open_calls: list[Call], calls: list[Call]) -> list[Call]:
    """End the call of that number, or all calls when no number is told; an unknown one ends where it began."""
    by_number = report.state is CallState.ENDED and report.caller is not None
    ended = [call for call in open_calls if not by_number or call.caller in (None, report.caller)]
    if by_number and not ended:
        ended = [Call(report, report.at, report.at, answered=report.at, as_of=report.at)]
        calls.extend(ended)
    for call in ended:
        if call.caller is None and by_number:
            call.about = report
        call.ended = report.at
        _learn(call, report)
    return [call for call in open_calls if call not in ended]


def _share_contacts(calls: Sequence[Call]) -> None:
    """Let what one call tells of its caller hold for all calls of the same number, the worse first."""
    told = {(call.caller, call.known) for call in calls if call.caller is not None}
    for call in calls:
        if (call.caller, False) in told:
            call.known = False
        elif (call.caller, True) in told:
            call.known = True
