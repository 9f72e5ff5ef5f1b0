"""Does the fraud happen on this phone now? The question that a phone asks in real time."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from msgspec import Struct

from guard_api.actions.checks.advice.situation import Situation, situation_of
from guard_api.actions.checks.check_ids import check_id_of
from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.actions.checks.observing.observe import Observer, ParsedNumbers, read_numbers
from guard_api.actions.checks.observing.phone_clock import PhoneClock
from guard_api.actions.checks.observing.read_content import AssessedLink, Content, read_content
from guard_api.actions.checks.remember_line import recall, remember
from guard_api.actions.checks.request_ids import named, refuse_another
from guard_api.actions.circle.alarm import follow, signs_of
from guard_api.engine.decision import Decision, Question
from guard_api.engine.judge import judge
from guard_api.engine.line import line_due
from guard_api.engine.noted import QuestionShown
from guard_api.engine.observations import AnyObservation, CallSeen
from guard_api.engine.policy import Level
from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord, Device, RecordedCheck, Reference, Services, Timeline
from guard_api.ports.circle.alerts import Alarm
from guard_api.ports.circle.links import ALARM
from guard_api.ports.lists.lists import DomainListing, Listing
from guard_api.ports.operate.day_counts import Counted

_log = logging.getLogger(__name__)

_NO_LURES = Content()
"""Most checks bring neither links nor texts: to go through the motions for them took 1.6 us."""
_Listed = tuple[Mapping[str, Listing], Mapping[str, DomainListing]]
_SERIOUS = (Level.WARNING, Level.CRITICAL)
_NEWS = timedelta(minutes=15)
"""How long what has begun is news."""
_ASK_AGAIN = {
    Level.NONE: timedelta(minutes=30),
    Level.NOTICE: timedelta(minutes=15),
    Level.WARNING: timedelta(minutes=5),
    Level.CRITICAL: timedelta(minutes=1),
}
"""How long an answer stands when nothing new is seen: forwarding that is left on is warned of again."""


class Assessment(Struct, frozen=True):
    """An answer before it is put into words. `observations`: what this check, or the look-up, brought.

    `check_id` names it among all checks of all devices; a look-up has none. `before` is when the phone asked last.
    `situation` is what helps, where there is a warning. `alarm`: guardians are told of what goes on.
    """

    entry: CheckRecord
    device: Device
    reference: Reference
    decision: Decision
    situation: Situation | None
    degraded: bool
    links: Sequence[AssessedLink] = ()
    check_id: str = ""
    before: datetime | None = None
    alarm: Alarm | None = None

    @property
    def observations(self) -> Sequence[AnyObservation]:
        """What the check itself told."""
        return self.entry.observations

    @property
    def call(self) -> CallSeen | None:
        """The call that the check, or the look-up, told of, if its number was seen."""
        for one in self.entry.observations:
            if isinstance(one, CallSeen) and one.displayed is not None:
                return one
        return None

    @property
    def repeats(self) -> bool:
        """Whether the phone has shown all of it lately: nothing has begun since, and no line is due to be told anew."""
        decision, before = self.decision, self.before
        if before is None or not decision.matches:
            return False
        news = decision.as_of - _NEWS
        for match in decision.matches:
            for signal in match.evidence:
                if signal.since >= news:
                    return False
        since = decision.line.stranger_since if decision.line is not None else None
        return since is None or not line_due(since, min(before, news), decision.as_of)

    @property
    def valid_until(self) -> datetime:
        """When the phone should ask again, even if nothing has happened."""
        return self.entry.received_at + _ASK_AGAIN[self.decision.level]


def check_call(services: Services, device: Device, request: CheckRequest) -> Assessment:
    """Answer a check from the device's timeline; from the request alone, `degraded`, when the store is down.

    Raises Conflict where another check has its request id.
    """
    arrived, life = services.clock(), services.timeline_life
    # The lists are looked up in between: what comes meanwhile does not make them newer than they were.
    fresh, reference = services.freshness.current(), services.reference.current()
    entry, links, listed = read_check(services, device, request, reference, arrived)
    recorded, kept = _recorded(services, device, entry, life)
    refuse_another(entry, recorded.entry)
    decision, remembered = _judged(services, device, recorded, arrived, asks=kept)
    if decision.unknown is not None and recorded.entry.received_at >= arrived:
        _note_question(services, device, decision.unknown.question, entry)
    known = listed and kept and remembered and fresh and services.freshness.current()
    alarm = _notify_guardians(device, decision, recorded, arrived, services, known=known) if device.circle else None
    name = check_id_of(device.id, recorded.entry.received_at, decision.as_of, decision.score)
    patterns = [match.pattern.id for match in decision.matches]
    services.metrics.checked(decision.level, patterns, degraded=not known)
    watched = [match.pattern.id for match in decision.shadow]
    if watched:
        services.metrics.watched(watched)
    _count(services, arrived, decision.level, patterns, watched, degraded=not known)
    situation = situation_of(decision, device, reference)
    before = recorded.timeline.before
    return Assessment(recorded.entry, device, reference, decision, situation, not known, links, name, before, alarm)


def read_check(
    services: Services, device: Device, request: CheckRequest, reference: Reference, arrived: datetime
) -> tuple[CheckRecord, Sequence[AssessedLink], bool]:
    """Return what a check tells, and of its links; says whether the lists could be asked."""
    clock = PhoneClock(arrived, request.sent_at, request.observed_at, services.timeline_life)
    readings = read_numbers(request, device, reference)
    lures = _NO_LURES
    if request.links or request.texts or request.qr_codes:
        lures = read_content(request.links or (), request.texts or (), device, reference, request.qr_codes or ())
    (listings, domains), listed = _listings(services, readings, lures, arrived)
    observations = Observer(request, device, clock, reference, listings).observe(readings)
    seen_at = clock.at()
    if lures is not _NO_LURES:
        lures = lures.looked_up(domains)
        observations += lures.observe(seen_at)
    for one in observations:
        seen_at = max(seen_at, one.at)
    return CheckRecord(arrived, seen_at, observations, *named(request)), lures.links, listed


def _count(  # noqa: PLR0913 - what is counted
    services: Services, at: datetime, level: str, patterns: Sequence[str], watched: Sequence[str], *, degraded: bool
) -> None:
    """Count the check for its day."""
    counts = services.day_counts
    counts.add(Counted.CHECKS, level, at)
    for pattern in patterns:
        counts.add(Counted.FINDINGS, pattern, at)
    for pattern in watched:
        counts.add(Counted.WATCHED, pattern, at)
    if degraded:
        counts.add(Counted.DEGRADED, level, at)


def _notify_guardians(  # noqa: PLR0913 - what an alarm goes by
    device: Device, decision: Decision, recorded: RecordedCheck, arrived: datetime, services: Services, *, known: bool
) -> Alarm | None:
    """Tell guardians where that is due; most checks of phones that have some tell nothing."""
    if decision.level not in _SERIOUS and not device.circle & ALARM:
        return None
    at, has_observations = recorded.entry.received_at, bool(recorded.timeline.observations)
    signs = signs_of(decision, device.circle, at, known=known and has_observations, again=at < arrived)
    return follow(services, device.id, device.region, signs)


def _note_question(services: Services, device: Device, question: Question, entry: CheckRecord) -> None:
    """Note what is asked, so that it is not asked again at once; where that cannot be noted, it may be.

    It comes after the check, which a repeated request is to be answered without it.
    """
    note = QuestionShown(at=entry.at + datetime.resolution, field=question)
    with suppress(StoreUnavailable):
        services.timelines.record(device.id, CheckRecord(entry.received_at, entry.at, (note,)), services.timeline_life)


def _judged(
    services: Services, device: Device, recorded: RecordedCheck, arrived: datetime, *, asks: bool
) -> tuple[Decision, bool]:
    """Judge by the timeline and by what is remembered of the line; says whether that could be read and written."""
    timeline, kept = recorded.timeline, recall(services, device.id)
    as_of = timeline.as_of or recorded.entry.at
    line = kept.line.known_at(arrived) if kept is not None and kept.line is not None else None
    decision = judge(timeline.observations, services.policy.current(), as_of, line=line, asks=asks)
    if kept is None:
        return decision, False
    if recorded.entry.received_at < arrived:
        # The same request was answered before: what came since is not undone.
        return decision, kept.whole
    return decision, remember(services, device.id, kept, decision.line, recorded.entry.received_at) and kept.whole


def _listings(services: Services, readings: ParsedNumbers, lures: Content, now: datetime) -> tuple[_Listed, bool]:
    """Look up what may be listed; says whether the lists could tell."""
    keys, hosts, lists = readings.keys, lures.hosts if lures.links else (), services.blocklist
    try:
        return (lists.find(keys, now) if keys else {}, lists.find_hosts(hosts, now) if hosts else {}), True
    except StoreUnavailable:
        return ({}, {}), False


def _recorded(services: Services, device: Device, entry: CheckRecord, life: timedelta) -> tuple[RecordedCheck, bool]:
    """Record the check; a store that cannot write may still tell what was known before."""
    try:
        recorded = services.timelines.record(device.id, entry, life)
    except StoreUnavailable as error:
        _log.warning("a check could not be recorded: %s", error)
    else:
        return recorded, recorded.whole
    try:
        known = services.timelines.read(device.id, entry.received_at, life)
    except StoreUnavailable:
        known = Timeline()
    return RecordedCheck(entry, known.followed_by(entry)), False
