"""A check as a phone sends it. Every part may be missing: unknown, and unknown is never no."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import force_setattr

from guard_api.actions.checks.observing.installed_apps import InstalledApp
from guard_api.actions.checks.observing.phone_clock import in_utc
from guard_api.engine.vocabulary import CallState, MomentKind, NumberSource
from guard_api.service_codes.forwarding import ForwardingCode, read_forwarding_code, read_reported_state
from guard_api.service_codes.ussd_reply import read_ussd_reply


class CallKind(StrEnum):
    """Over which network a call comes."""

    CELLULAR = "cellular"
    VOIP = "voip"


class Verification(StrEnum):
    """What STIR/SHAKEN says of the caller's number."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_VERIFIED = "not_verified"


class CallDirection(StrEnum):
    """Who calls whom."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class ReportedBy(StrEnum):
    """Who says what a check tells."""

    PHONE = "phone"
    PERSON = "person"


class AmountBucket(StrEnum):
    """How much money it is about; the amount itself is not told."""

    SMALL = "small"
    LARGE = "large"


class Reachability(Struct, frozen=True, kw_only=True):
    """What stands between the phone and those who want to reach it."""

    do_not_disturb: bool | None = None
    airplane_mode: bool | None = None
    default_dialer: str | None = None
    call_redirection_app: str | None = None
    calls_blocked_from: Sequence[str] | None = None


class Moment(Struct, frozen=True, kw_only=True):
    """Something that a message told, recognised on the phone. A kind that is not known here is None."""

    kind: MomentKind | None = None
    amount_bucket: AmountBucket | None = None
    observed_at: datetime | None = None

    def __post_init__(self) -> None:
        """Take the time in UTC."""
        _in_utc(self, "observed_at", self.observed_at)


class ForwardingChange(Struct, frozen=True, kw_only=True):
    """One change: what was dialled, or what the phone reported, or what the network replied."""

    code: str | None = None
    enabled: bool | None = None
    states: Sequence[str] | None = None
    target: str | None = None
    ussd_reply: str | None = None
    observed_at: datetime | None = None

    def __post_init__(self) -> None:
        """Take the time in UTC."""
        _in_utc(self, "observed_at", self.observed_at)

    @property
    def is_reply(self) -> bool:
        """Whether the network replied."""
        return self.code is None and self.enabled is None and self.ussd_reply is not None

    def read(self) -> ForwardingCode:
        """Read whichever was sent."""
        if self.code is not None:
            return read_forwarding_code(self.code)
        if self.is_reply:
            return read_ussd_reply(self.ussd_reply)
        return read_reported_state(enabled=self.enabled, states=self.states, target=self.target)


class CheckRequest(Struct, frozen=True, kw_only=True):
    """A check as the phone sent it. None is unknown, and unknown is never no."""

    caller_number: str | None = None
    call_state: CallState | None = None
    call_kind: CallKind | None = None
    caller_in_contacts: bool | None = None
    contact_added_at: datetime | None = None
    caller_verification: Verification | None = None
    claimed_identity: str | None = None
    screen_share_active: bool | None = None
    screen_share_app: str | None = None
    call_forwarding_changes: Sequence[ForwardingChange] | None = None
    foreground_app: str | None = None
    installed_apps: Sequence[str | InstalledApp] | None = None
    links: Sequence[str] | None = None
    texts: Sequence[str] | None = None
    qr_codes: Sequence[str] | None = None
    call_direction: CallDirection | None = None
    number_source: NumberSource | None = None
    reachability: Reachability | None = None
    moments: Sequence[Moment] | None = None
    told_by: ReportedBy | None = None
    observed_at: datetime | None = None
    sent_at: datetime | None = None
    request_id: str | None = None

    def __post_init__(self) -> None:
        """Take the times in UTC."""
        _in_utc(self, "observed_at", self.observed_at)
        _in_utc(self, "sent_at", self.sent_at)
        _in_utc(self, "contact_added_at", self.contact_added_at)


def _in_utc(read: Struct, name: str, moment: datetime | None) -> None:
    if moment is not None and moment.tzinfo is not UTC:
        force_setattr(read, name, in_utc(moment))
