"""What a phone sent -> observations: numbers, codes, apps and claims read once, when they arrive."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from msgspec import Struct

from guard_api.actions.checks.observing.check_request import (
    AmountBucket,
    CallDirection,
    CallKind,
    CheckRequest,
    ForwardingChange,
    Moment,
    ReportedBy,
    Verification,
)
from guard_api.actions.checks.observing.claims import claim_of
from guard_api.actions.checks.observing.installed_apps import installed_apps
from guard_api.actions.checks.observing.phone_clock import PhoneClock
from guard_api.actions.checks.observing.reachability import barrings, reachability, rescuer_of
from guard_api.apps.app import UNKNOWN_APP, AppCategory
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    CallSeen,
    ForwardingSeen,
    MomentSeen,
    ScreenShareSeen,
)
from guard_api.engine.vocabulary import CallState, TargetKind
from guard_api.numbers.caller_id import CallerId, CallerKind, read_caller_id
from guard_api.numbers.directory import CallsOut, Role
from guard_api.ports import Device, Reference
from guard_api.ports.lists.lists import Listing
from guard_api.service_codes.deactivation import family_in
from guard_api.service_codes.forwarding import Action, ForwardingCode
from guard_api.service_codes.ussd_reply import names_a_condition
from guard_api.text.plain import plain

_LONGEST_NUMBER = 15
"""Digits of an international number (E.164)."""
_LONGEST_CODE = 64
"""Characters of a dialled code that are kept: more is a message, and messages are not kept."""
_of_a_call = attrgetter("call_state", "call_kind", "caller_in_contacts", "caller_verification")
_NOT_REPORTED = (None,) * 4
_MEETING, _WALLETS, _LOANS = AppCategory.MEETING, AppCategory.PAYMENT, AppCategory.LOAN_FINANCE
_MEETS = frozenset({_MEETING, AppCategory.REMOTE_CONTROL})
_OVER = (CallState.ENDED, CallState.NONE)
_OFFICIAL = CallerKind.OFFICIAL
_NOBODYS = frozenset({CallerKind.IMPOSSIBLE, CallerKind.UNREADABLE})


_VOIP, _FAILED, _OUTGOING, _PERSON = CallKind.VOIP, Verification.FAILED, CallDirection.OUTGOING, ReportedBy.PERSON
_UNKNOWN, _ENABLE = CallsOut.UNKNOWN, Action.ENABLE
"""Members of enumerations are looked up by Python code."""
_Forwarding = tuple[ForwardingChange, ForwardingCode, CallerId | None]


class ParsedNumbers(Struct, frozen=True):
    """The numbers of one request, read: look-ups on lists come between this and the observations."""

    caller: CallerId | None
    forwarding: Sequence[_Forwarding]

    @property
    def keys(self) -> tuple[str, ...]:
        """All canonical numbers that may be listed: an official one never is, whatever stands on a list."""
        read = [self.caller, *[target for _, _, target in self.forwarding]]
        listable = [one.key for one in read if one is not None and one.kind is not _OFFICIAL]
        return tuple([key for key in listable if key is not None])


def read_numbers(request: CheckRequest, device: Device, reference: Reference) -> ParsedNumbers:
    """Read the caller's number and every forwarding target of a request."""
    region, directory = device.region, reference.directory
    caller = None if request.caller_number is None else read_caller_id(request.caller_number, region, directory)
    forwarding: list[_Forwarding] = []
    for change in request.call_forwarding_changes or ():
        code = change.read()
        forwarding.append((change, code, read_caller_id(code.target, region, directory) if code.target else None))
    return ParsedNumbers(caller, forwarding)


def caller_key(caller: CallerId) -> str:
    """Give the identity of a caller for this timeline; junk is somebody, too."""
    return caller.key or f"{caller.kind}:{plain(caller.displayed)}"


class Observer(Struct, frozen=True):
    """Turns one request into observations."""

    request: CheckRequest
    device: Device
    clock: PhoneClock
    reference: Reference
    listings: Mapping[str, Listing]

    def observe(self, readings: ParsedNumbers) -> list[AnyObservation]:
        """List all that the request tells; what it leaves open is left out."""
        request, at, caller = self.request, self.clock.at(), readings.caller
        # One list that all add to: generators took 0.7 us more for the article's check.
        seen: list[AnyObservation] = []
        if caller is not None:
            seen.append(self._with_number(caller, at))
        elif _of_a_call(request) != _NOT_REPORTED:
            voip = request.call_kind is _VOIP
            state = None if self._by_person and request.call_state in _OVER else request.call_state
            seen.append(CallSeen(at=at, state=state, known=self._known(), voip=voip))
        if request.claimed_identity is not None:
            key = caller_key(caller) if caller is not None else None
            seen += claim_of(request.claimed_identity, self.reference, at, key)
        self._add_apps(seen, at)
        if request.moments is not None:
            seen += self._moments(request.moments)
        if readings.forwarding:
            seen += [self._forwarding(*change) for change in readings.forwarding]
            seen += barrings(request.call_forwarding_changes or (), self.clock)
        if request.reachability is not None:
            seen.append(reachability(request.reachability, self.clock, self.device.region, self.reference.directory))
        return seen

    def _with_number(self, caller: CallerId, at: datetime) -> CallSeen:
        official, request = caller.official, self.request
        listing = self.listings.get(caller.key or "")
        is_contact = request.caller_in_contacts
        return CallSeen(
            at=at,
            caller=caller_key(caller),
            displayed=caller.displayed,
            state=request.call_state,
            known=self._known() if is_contact else is_contact,
            voip=request.call_kind is _VOIP,
            kind=caller.kind,
            reason=caller.reasons[0] if caller.reasons else "",
            organization=official.organization if official is not None else None,
            official=official.number if official is not None else None,
            calls_out=official.calls_out if official is not None else _UNKNOWN,
            verification_failed=request.caller_verification is _FAILED,
            outgoing=request.call_direction is _OUTGOING,
            source=request.number_source,
            recent=bool(is_contact) and self.clock.is_recent(request.contact_added_at),
            listed=listing.category if listing is not None else None,
            listed_label=listing.label if listing is not None else "",
            rescuer=rescuer_of(caller, self.reference.directory) if caller.kind is _OFFICIAL else None,
        )

    def _known(self) -> bool | None:
        """Say whether a contact of long standing calls, None when the phone cannot tell.

        A person who says to know the caller may have been told to say so.
        """
        in_contacts = self.request.caller_in_contacts
        if in_contacts and self._by_person:
            return None
        return in_contacts and not self.clock.is_fresh(self.request.contact_added_at)

    @property
    def _by_person(self) -> bool:
        return self.request.told_by is _PERSON

    def _add_apps(self, seen: list[AnyObservation], at: datetime) -> None:
        request, apps = self.request, self.reference.apps
        if request.screen_share_active is not None:
            seen.append(self._share(request.screen_share_active, at))
        if request.installed_apps:
            seen += installed_apps(request.installed_apps, self.reference, at)
        if request.foreground_app is not None:
            app = apps.get(request.foreground_app, UNKNOWN_APP)
            package, talk = request.foreground_app, app.is_messenger or app.category == _MEETING
            wallet, loan = app.category == _WALLETS, app.category == _LOANS
            seen.append(AppInFront(at=at, package=package, finance=app.is_finance, wallet=wallet, loan=loan, talk=talk))

    def _share(self, on: bool, at: datetime) -> ScreenShareSeen:  # noqa: FBT001 - what was told
        name = self.request.screen_share_app
        app = self.reference.apps.get(name, UNKNOWN_APP) if name else UNKNOWN_APP
        casting = name is not None and not (app.is_messenger or app.category in _MEETS)
        return ScreenShareSeen(at=at, on=on, app=name, casting=casting, by_person=self._by_person)

    def _moments(self, moments: Sequence[Moment]) -> list[MomentSeen]:
        return [
            MomentSeen(
                at=self.clock.at(one.observed_at),
                kind=one.kind,
                large=None if one.amount_bucket is None else one.amount_bucket is AmountBucket.LARGE,
            )
            for one in moments
            if one.kind is not None
        ]

    def _forwarding(self, change: ForwardingChange, code: ForwardingCode, target: CallerId | None) -> ForwardingSeen:
        return ForwardingSeen(
            at=self.clock.at(change.observed_at),
            action=Action.QUERY if self._by_person and change.enabled is False else code.action,
            states=code.states,
            dialled=change.code is not None,
            accepted=code.accepted,
            family=family_in(self.device.region, code.family),
            code=change.code[:_LONGEST_CODE] if change.code is not None else None,
            target=target.key or code.target if target is not None else None,
            target_kind=self._target_kind(target) if code.action is _ENABLE else None,
            named=not change.is_reply or names_a_condition(change.ussd_reply),
            unwanted=self._by_person and change.enabled is True,
        )

    def _target_kind(self, target: CallerId | None) -> TargetKind | None:
        if target is None:
            return None
        if target.key in self.device.own_numbers:
            return TargetKind.OWN
        if target.kind is _OFFICIAL and target.official is not None:
            return TargetKind.VOICEMAIL if target.official.role is Role.VOICEMAIL else TargetKind.OFFICIAL
        digits = "".join([character for character in plain(target.displayed) if character.isdigit()])
        if len(set(digits)) <= 1 or len(digits) > _LONGEST_NUMBER or target.kind in _NOBODYS:
            return TargetKind.DEAD
        return TargetKind.LISTED if target.key in self.listings else TargetKind.STRANGER
