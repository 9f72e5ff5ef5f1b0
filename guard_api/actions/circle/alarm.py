"""An alarm: raised with the check that first reaches the level, one an episode, and over when nothing goes on any more.

The check is written down before it is judged, and the alarm follows from what is written down. So whoever dies in
between loses nothing: `catch_up` judges again what was told, and an alarm has the same id whoever raises it.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.decision import Decision, Ongoing
from guard_api.engine.judge import judge
from guard_api.engine.line import Line, LineState
from guard_api.engine.policy import Level
from guard_api.errors import StoreUnavailable
from guard_api.ports import Services, Timeline
from guard_api.ports.circle.alerts import Alarm, Guarded, Standing
from guard_api.ports.circle.links import ALARM, FROM_WARNINGS

_log = logging.getLogger(__name__)

_EPISODE = timedelta(hours=6)
"""As long as an episode may last, whatever comes again is the same alarm."""
_AT_ONCE = 200
_LEVELS = tuple(Level)
_WARNING, _CRITICAL = Level.WARNING, Level.CRITICAL
_GOES_ON = frozenset({Ongoing.CALL, Ongoing.SHARE})


class Signs(Struct, frozen=True):
    """What an alarm goes by. `calm`: nothing goes on, and calls reach the phone. `again`: it was all told before.

    `known`: there is something that it could be read from; else it is no proof that nothing is there any more.
    """

    level: Level
    alarming: bool
    calm: bool
    diverted: bool
    at: datetime
    known: bool
    again: bool = False


def signs_of(decision: Decision, circle: int, at: datetime, *, known: bool, again: bool = False) -> Signs:
    """Read a decision for those who are to be told; `circle` are the bits that came with the key."""
    level = decision.level
    serious = level is _CRITICAL or level is _WARNING
    calm = not serious and not is_episode(decision) and not _is_cut_off(decision.line)
    alarming = level is _CRITICAL or (level is _WARNING and bool(circle & FROM_WARNINGS))
    return Signs(level, alarming, calm, _is_diverted(decision.line), at, known, again)


def is_episode(decision: Decision) -> bool:
    """Say whether a stranger is on the line, or the screen is shared beside other signs."""
    facts = decision.facts
    talks = any(call.ended is None and call.cap > decision.as_of and not call.known for call in facts.calls)
    return talks or not _GOES_ON.isdisjoint(facts.ongoing)


def next_alarm(signs: Signs, standing: Standing) -> Alarm | None:
    """Return the alarm as it is to be; the same where nothing changes."""
    alarm = standing.alarm
    if alarm is not None and alarm.over_at is None:
        if signs.calm and (signs.known or alarm.since + _EPISODE <= signs.at):
            return replace(alarm, over_at=signs.at, diverted=False)
        return replace(alarm, level=_worse(alarm.level, signs.level), diverted=signs.diverted)
    if not signs.alarming or (standing.muted_until is not None and standing.muted_until > signs.at):
        return alarm
    if alarm is None or alarm.since + _EPISODE <= signs.at:
        return Alarm("", signs.level, signs.at, signs.diverted)
    if signs.again:
        return alarm
    return replace(alarm, over_at=None, level=_worse(alarm.level, signs.level), diverted=signs.diverted)


def raise_alarm(services: Services, device_id: str, region: str, signs: Signs) -> Alarm | None:
    """Bring a phone's alarm to where the signs have it; gives it while it is open. Raises StoreUnavailable."""
    before = services.alerts.standing(device_id)
    if next_alarm(signs, before) == before.alarm:
        alarm = before.alarm
    else:
        alarm = services.alerts.change(device_id, region, partial(next_alarm, signs), signs.at)
        if alarm is not None and (before.alarm is None or before.alarm.id != alarm.id):
            services.metrics.alerted(alarm.level)
    return alarm if alarm is not None and alarm.over_at is None else None


def follow(services: Services, device_id: str, region: str, signs: Signs) -> Alarm | None:
    """Do the same for a check, which is answered whatever becomes of it: what cannot be written now is caught up."""
    try:
        return raise_alarm(services, device_id, region, signs)
    except StoreUnavailable as error:
        _log.warning("an alarm is not told yet: %s", error)
        services.backlog.add(device_id, region)
        return None


def look_after_open(services: Services) -> None:
    """End alarms that are over, though the phone says nothing any more; and tell those that could not be told."""
    for device_id, region in [*services.alerts.open_phones(), *services.backlog.take()]:
        try:
            now = services.clock()
            timeline, decision = judged_at(services, device_id, now)
            signs = signs_of(decision, FROM_WARNINGS, now, known=bool(timeline.observations), again=True)
            raise_alarm(services, device_id, region, signs)
        except StoreUnavailable as error:
            _log.warning("an alarm is not told yet: %s", error)
            services.backlog.add(device_id, region)


def catch_up(services: Services) -> None:
    """Judge again what phones with guardians told last: whoever judged it may have died before the alarm."""
    for phone in _guarded(services):
        if phone.circle & ALARM:
            continue
        timeline, decision = judged_at(services, phone.device_id)
        if timeline.as_of is None or timeline.as_of < phone.since:
            continue
        signs = signs_of(decision, phone.circle, timeline.as_of, known=True, again=True)
        if signs.alarming:
            raise_alarm(services, phone.device_id, phone.region, signs)


def _guarded(services: Services) -> Iterator[Guarded]:
    after = ""
    while some := services.alerts.guarded(after, _AT_ONCE):
        yield from some
        after = some[-1].device_id


def judged_at(services: Services, device_id: str, as_of: datetime | None = None) -> tuple[Timeline, Decision]:
    """Judge what a phone has told, as it stands at a time, or as it stood when it told of something last."""
    now = services.clock()
    timeline = services.timelines.read(device_id, now, services.timeline_life)
    kept = services.lines.read(device_id)
    line = kept.line.known_at(now) if kept.line is not None else None
    last_at = timeline.as_of or now
    decision = judge(
        timeline.observations, services.policy.current(), last_at if as_of is None else max(as_of, last_at), line=line
    )
    return timeline, decision


def _worse(one: Level, other: Level) -> Level:
    return max(one, other, key=_LEVELS.index)


def _is_diverted(line: Line | None) -> bool:
    return line is not None and any(not one.harmless for one in line.diverted)


def _is_cut_off(line: Line | None) -> bool:
    return _is_diverted(line) or (line is not None and line.state is LineState.BARRED)
