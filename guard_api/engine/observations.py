"""What a phone told, as facts with a time: the only thing a timeline keeps, and all that judge goes by.

Facts that depend on data (a number's organisation, an app's category, a listing) are looked up once, when the
check arrives, and kept: a replay gives the same verdict even after the lists have changed.
"""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta
from msgspec.json import Decoder, Encoder

from guard_api.engine.noted import EvidenceDropped, FalseAlarmReported, Observation, QuestionShown, StrangerBefore
from guard_api.engine.vocabulary import CallState, MomentKind, NumberSource, Rescuer, Right, TargetKind
from guard_api.links.facts import Reason
from guard_api.messages.pressure import Pressure
from guard_api.messages.reader import Ask
from guard_api.numbers.caller_id import CallerKind
from guard_api.numbers.directory import CallsOut
from guard_api.numbers.never_asks import Topic
from guard_api.service_codes.forwarding import Action, Family, State

_SOME = Meta(min_length=1)


class CallSeen(Observation, frozen=True, tag="call"):
    """A call in some state. `caller` is the canonical key, None when the phone could not see the number.

    `state` None: only a number was reported, so it was on the line then, for how long nobody said.
    `known`: a contact of long standing; None when the phone cannot tell. `official`: the directory's number that
    this is or imitates, `organization` whose it is. `verification_failed`: STIR/SHAKEN. `outgoing`: the person calls;
    `source` is where that number came from. `recent`: a contact of some weeks. `rescuer`: an official line that calls
    to warn.
    """

    caller: str | None = None
    displayed: str | None = None
    state: CallState | None = None
    known: bool | None = None
    voip: bool = False
    kind: CallerKind | None = None
    reason: str = ""
    organization: str | None = None
    official: str | None = None
    calls_out: CallsOut = CallsOut.UNKNOWN
    verification_failed: bool = False
    listed: str | None = None
    listed_label: str = ""
    outgoing: bool = False
    source: NumberSource | None = None
    recent: bool = False
    rescuer: Rescuer | None = None


class IdentityClaimed(Observation, frozen=True, tag="claim"):
    """The caller says to be one of `organizations` (directory ids), which `never` asks for some things.

    `lines` is the region where they have lines of which not all are listed; "" where all their numbers are.
    """

    organizations: Annotated[tuple[str, ...], _SOME]
    caller: str | None = None
    lines: str = ""
    never: tuple[Topic, ...] = ()


class ScreenShareSeen(Observation, frozen=True, tag="share"):
    """The screen is shared, or is not. `casting`: by an app for films and games; `by_person`: the person says so."""

    on: bool
    app: str | None = None
    casting: bool = False
    by_person: bool = False


class AppInstalled(Observation, frozen=True, tag="install"):
    """An app was newly installed that shares or controls the screen, lends money, or came from elsewhere than a store.

    `brought`: it is known to have come from elsewhere; `sent`: it came in a chat. `imitates` is the organisation whose
    name it bears without being its own; `bait`: no list knows it, and its label is one that lures. `gained` are rights
    that let others see or do what the person does.
    """

    package: str
    sharing: bool = True
    loan: bool = False
    brought: bool = False
    sent: bool = False
    bait: bool = False
    imitates: str | None = None
    gained: tuple[Right, ...] = ()


class AppInFront(Observation, frozen=True, tag="front"):
    """An app came to the front.

    `finance`: a bank, payment or loan app; `wallet`, `loan`: the latter two; `talk`: people meet, call or chat in it.
    """

    package: str
    finance: bool = False
    wallet: bool = False
    loan: bool = False
    talk: bool = False


class ForwardingSeen(Observation, frozen=True, tag="forward"):
    """Call forwarding was dialled, or reported by the phone or the network.

    `named`: False where a reply does not say which states it is about. `unwanted`: the person says not to want it.
    """

    action: Action
    states: tuple[State, ...] = ()
    dialled: bool = True
    accepted: bool = True
    family: Family = Family.GSM
    code: str | None = None
    target: str | None = None
    target_kind: TargetKind | None = None
    named: bool = True
    unwanted: bool = False


class LinkSeen(Observation, frozen=True, tag="link"):
    """A link came up that gives itself away. Of the link, only the registrable domain is kept, "" for a dialled code.

    `strength` 0..1 says how much; `organization` is whose domain `imitated` is. `scanned`: it was a QR code.
    """

    domain: str
    reasons: Annotated[tuple[Reason, ...], _SOME]
    strength: float
    organization: str | None = None
    imitated: str | None = None
    scanned: bool = False


class ScriptSeen(Observation, frozen=True, tag="script"):
    """A message came up that is the fraud's script. Of its text, only what it asks for is kept.

    `strength` 0..1 says how seldom honest people write such a thing; earlier releases kept none but strong ones.
    """

    asks: Annotated[tuple[Ask, ...], _SOME]
    strength: float = 1.0


class BarringSeen(Observation, frozen=True, tag="bar"):
    """Calls were barred, or are no longer. `incoming` and `outgoing` say which; those abroad alone are not told.

    `password`: what was changed is the password that lifts the barring. `accepted` is False where the network refuses.
    """

    on: bool
    incoming: bool = False
    outgoing: bool = False
    password: bool = False
    accepted: bool = True


class ReachabilitySeen(Observation, frozen=True, tag="reach"):
    """Who can still reach the phone: None is unknown. `blocked` are organisations whose numbers are blocked.

    `dialer` is the app that makes and takes calls where nobody knows it as such, "" where it is a known one;
    `redirection` an app that sends outgoing calls elsewhere, "": there is none.
    """

    do_not_disturb: bool | None = None
    airplane_mode: bool | None = None
    dialer: str | None = None
    redirection: str | None = None
    blocked: tuple[str, ...] | None = None


class MomentSeen(Observation, frozen=True, tag="moment"):
    """A code came, money went, a loan was paid out, or somebody logged in from another device."""

    kind: MomentKind
    large: bool | None = None


class PressureSeen(Observation, frozen=True, tag="pressure"):
    """A message put pressure on the person, or the person says so. Of its text, only how is kept."""

    how: Annotated[tuple[Pressure, ...], _SOME]


AnyObservation = (
    CallSeen
    | IdentityClaimed
    | ScreenShareSeen
    | AppInstalled
    | AppInFront
    | ForwardingSeen
    | LinkSeen
    | ScriptSeen
    | BarringSeen
    | ReachabilitySeen
    | MomentSeen
    | PressureSeen
    | QuestionShown
    | FalseAlarmReported
    | StrangerBefore
    | EvidenceDropped
)

_encoder = Encoder()
_decoder = Decoder(AnyObservation)


def pack(observations: Iterable[AnyObservation]) -> bytes:
    """Write observations as compact JSON, each on a line of its own: what was packed apart can be read together."""
    return _encoder.encode_lines(observations)


def unpack(packed: bytes | str) -> list[AnyObservation]:
    """Read what `pack` wrote, once or several times."""
    return _decoder.decode_lines(packed)
