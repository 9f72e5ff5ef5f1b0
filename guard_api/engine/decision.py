"""A decision: what a timeline adds up to, why, and the facts that answers and texts need."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from guard_api.engine.calls import Call
from guard_api.engine.line import Line
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Level
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import Evidence, Kind
from guard_api.engine.vocabulary import TargetKind
from guard_api.service_codes.forwarding import Family, State


class Match(Struct, frozen=True):
    """A pattern that fits, and the signals it was read from. There is none without evidence.

    `level` is that of this match by itself; what only adds weight still is a notice.
    """

    pattern: Pattern
    evidence: Evidence
    score: int
    level: Level


class NearMiss(Struct, frozen=True):
    """A pattern that does not fit, and why: what is lacking, and of which kinds there is nothing at all."""

    pattern: Pattern
    lacking: Lacking
    missing: tuple[Kind, ...] = ()


class Why(StrEnum):
    """Why a pattern that fits is not shown."""

    ABSORBED = "absorbed"
    """A heavier one says the same."""
    LIGHT = "light"
    """All that fits together is less than a notice."""
    QUIET = "quiet"
    """The person has said that it is for nothing, and nothing has come since."""


class Unshown(Struct, frozen=True):
    """A match that is not shown, and why; `by` is the pattern that absorbs it."""

    match: Match
    why: Why
    by: str | None = None


class Ongoing(StrEnum):
    """What has not ended yet."""

    CALL = "call"
    RINGING = "ringing"
    SHARE = "share"
    FINANCE_APP = "finance_app"
    FORWARDING = "forwarding"


class Forwarded(Struct, frozen=True):
    """Call forwarding as it was switched on: states by whose codes did it, the newest first, and how far it reaches.

    Reports do not say whose codes did it: they come last.
    """

    by_family: Mapping[Family, tuple[State, ...]]
    reach: str


class Pretence(Struct, frozen=True):
    """Whom the caller, or else a site, pretends to be; `numbers` are those of its own that were displayed."""

    organization: str
    numbers: frozenset[str] = frozenset()


class Facts(Struct, frozen=True):
    """What the timeline says beside the level. Where that is `none`, only the first three are there.

    `last_seen` is by the type of an observation. `targets` are whose numbers calls were sent to, of those that have
    called. `over` is what went on and does not any more. `finance_apps` are the packages that were in front, the
    newest last. `site_owners` are the imitated organisations by registrable domain, `imitated` is the official domain
    that the newest of these sites imitates.
    """

    last_seen: Mapping[type, datetime]
    calls: tuple[Call, ...] = ()
    targets: Mapping[str, TargetKind] = {}
    ongoing: frozenset[Ongoing] = frozenset()
    over: frozenset[Ongoing] = frozenset()
    finance_apps: tuple[str, ...] = ()
    forwarded: Forwarded | None = None
    pretence: Pretence | None = None
    site_owners: Mapping[str, str] = {}
    imitated: str | None = None


class Question(StrEnum):
    """What the person can tell and the phone cannot see."""

    SCREEN_SHARED = "screen_shared"
    CLAIMS_OFFICIAL = "says_official"
    APP_FROM_CALLER = "app_from_caller"
    SECRECY_DEMANDED = "told_to_keep_secret"
    KNOW_IN_PERSON = "know_in_person"
    OWN_FORWARDING = "own_forwarding"


class Unknown(Struct, frozen=True):
    """A question, and what it is about: the package of an app, or the states of forwarding."""

    question: Question
    app: str | None = None
    states: tuple[State, ...] = ()


class Decision(Struct, frozen=True):
    """What a timeline adds up to at `as_of`. `matches` are the heaviest first, without those that others subsume.

    `score` and `level` are those of all matches together. `shadow` would have matched; `near_misses` are there only
    when they were asked for, as is what is `unshown`. `policy` is the revision that it was decided by. `line` is how
    it stands now, to be remembered; None: nobody knows. `unknown` is what to ask.
    """

    as_of: datetime
    level: Level
    score: int
    policy: str
    matches: tuple[Match, ...]
    shadow: tuple[Match, ...]
    facts: Facts
    near_misses: tuple[NearMiss, ...] = ()
    unknown: Unknown | None = None
    line: Line | None = None
    unshown: tuple[Unshown, ...] = ()
