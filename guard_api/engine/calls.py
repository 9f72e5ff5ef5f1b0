"""A call: one interval, who called, and what that says."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from guard_api.engine.observations import CallSeen
from guard_api.engine.signals import STRANGERS_OR_UNSEEN, Kind, Signal
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import CallState
from guard_api.numbers.caller_id import CallerKind, CallerReason
from guard_api.numbers.directory import CallsOut

_RINGING = CallState.RINGING
_OFFICIAL, _LOOKALIKE, _IMPOSSIBLE = CallerKind.OFFICIAL, CallerKind.LOOKALIKE, CallerKind.IMPOSSIBLE
_UNTRACEABLE_KINDS = (CallerKind.FOREIGN, CallerKind.WITHHELD)
_STRANGER, _OFFICIAL_LINE, _UNSEEN = Kind.STRANGER_ON_THE_LINE, Kind.OFFICIAL_LINE_CALLING, Kind.UNSEEN_CALLER
"""Members of enumerations are looked up by Python code, and here for all that a phone has told."""
_DIRECTORY_KINDS = (_OFFICIAL, _LOOKALIKE)
_TELLING_KINDS = (*_DIRECTORY_KINDS, _IMPOSSIBLE)
_OVER = (CallState.ENDED, CallState.NONE)


class Call(Struct, gc=False):
    """One call, as it stands at `as_of`; `glimpsed` when nobody told its state, only that there was a caller.

    What is asked for again and again is noted once all reports are in: `since` when somebody was on the line, for an
    unanswered ring when it must have been answered; `end`, when it ended, was given up, or the present moment; and
    `ongoing`, whether nothing has ended it yet.
    """

    about: CallSeen
    rang: datetime
    last: datetime
    as_of: datetime
    tuning: Tuning
    since: datetime
    end: datetime
    ongoing: bool = True
    listed: str | None = None
    answered: datetime | None = None
    ended: datetime | None = None
    glimpsed: bool = True
    known: bool | None = None
    own: bool = False
    """The person called, and nobody else had to do with it."""
    given: bool = False
    """The person called a number that a message or a stranger gave."""

    @property
    def caller(self) -> str | None:
        """The caller's canonical key, None when the phone could not see it."""
        return self.about.caller

    @property
    def reach(self) -> datetime:
        """Until when a report may still be about this call."""
        return self.last + (self.tuning.glimpsed_call if self.glimpsed else self.tuning.reported_call)

    @property
    def only_rang(self) -> bool:
        """Whether all that is told so far is that it rang: before API 31 phones may tell no more."""
        return self.answered is None and not self.glimpsed

    @property
    def cap(self) -> datetime:
        """When an open call is given up."""
        return self.last + self.tuning.rung_call if self.only_rang else self.reach

    def settle(self) -> None:
        """Note how it stands, when all that was told of it is known."""
        cap = self.cap
        self.since = self.answered or self.rang + self.tuning.ring
        self.ongoing = self.ended is None and self.as_of <= cap
        self.end = self.ended or min(cap, self.as_of)

    @property
    def missed(self) -> bool:
        """Whether it has only rung so far, or rang in vain."""
        if self.answered is not None:
            return False
        return self.end < self.since or (self.ended is not None and self.ended - self.rang <= self.tuning.missed)

    @property
    def ringing(self) -> bool:
        """Whether it still rings: nobody can hang up on it."""
        return self.answered is None and self.ongoing and self.as_of < self.since

    @property
    def trusted(self) -> bool:
        """Whether a contact of long standing calls. An official line in the contacts can still be forged."""
        return self.known is True and self.about.kind not in _DIRECTORY_KINDS and not self.about.recent

    @property
    def is_strangers(self) -> bool:
        """Whether somebody was on the line who is no contact of long standing, nor called by the person's own will."""
        return self._presence() in STRANGERS_OR_UNSEEN and not self.trusted and not self.missed

    @property
    def speaks_for(self) -> str | None:
        """The organisation that really calls from this number."""
        calls_out = self.about.kind is _OFFICIAL and (self.own or self.about.calls_out is not CallsOut.NO)
        return self.about.organization if calls_out else None

    def signals(self) -> list[Signal]:
        """Say who is on the line, and what the number gives away; nothing of a contact of long standing."""
        signals: list[Signal] = []
        if self.known is True and self.trusted:
            return signals
        if self.about.kind in _TELLING_KINDS and not self.own:
            sign = self._number()
            if sign is not None:
                signals.append(sign)
        if self.listed is not None:
            strength = 1.0 if self.listed == "fraud" else self.tuning.other_category
            signals.append(self._sign(Kind.LISTED_NUMBER, self.caller, strength, self.listed))
        presence = self._presence()
        if presence is not None and not self.missed:
            signals.append(Signal(presence, self.since, self.end, self.ongoing, self.caller))
            if presence is _STRANGER:
                signals += [Signal(kind, self.since, self.end, self.ongoing, self.caller) for kind in self._kinds()]
        return signals

    def _kinds(self) -> Iterator[Kind]:
        """Give what else a stranger's number is: one that somebody gave, or one that nobody can trace."""
        if self.given:
            yield Kind.GIVEN_NUMBER_CALLED
        if self.about.kind in _UNTRACEABLE_KINDS:
            yield Kind.UNTRACEABLE_NUMBER

    def _presence(self) -> Kind | None:
        about, known = self.about, self.known
        if self.own:
            return None
        if known and about.recent:
            return Kind.RECENT_CONTACT_ON_THE_LINE
        if about.kind is _OFFICIAL:
            return _OFFICIAL_LINE
        if about.caller is not None or known is False:
            return _STRANGER
        if known:
            return None
        return Kind.VOIP_CALL if about.voip else _UNSEEN

    def _number(self) -> Signal | None:
        about = self.about
        if about.kind is _IMPOSSIBLE:
            return self._sign(Kind.IMPOSSIBLE_NUMBER, about.caller, 1.0, about.reason)
        strength, detail = 1.0, ""
        if about.kind is _LOOKALIKE:
            if about.reason == CallerReason.HOTLINE_WITH_COUNTRY_CODE and about.calls_out is not CallsOut.NO:
                strength, detail = self.tuning.weak_imitation, about.reason
        elif about.calls_out is CallsOut.NO:
            detail = "never_calls_out"
        elif about.verification_failed:
            detail = "verification_failed"
        else:
            return None
        return self._sign(Kind.SPOOFED_OFFICIAL_NUMBER, about.organization, strength, detail)

    def _sign(self, kind: Kind, subject: str | None, strength: float, detail: str) -> Signal:
        return Signal(kind, self.rang, max(self.end, self.rang), self.ongoing, subject, strength, detail)
