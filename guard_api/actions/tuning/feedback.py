"""A person says what a warning was: it is noted, and what was for nothing is not said again."""

from datetime import datetime

from msgspec.structs import replace

from guard_api.actions.checks.check_ids import CheckId, phone_in_names, read_check_id
from guard_api.actions.tuning.explain import judged_then, known_then, line_then
from guard_api.engine.backtests.replay import Recording
from guard_api.engine.backtests.stripping import stripped
from guard_api.engine.decision import Decision
from guard_api.engine.noted import FalseAlarmReported
from guard_api.engine.policy import Level
from guard_api.errors import NotFound
from guard_api.ports import CheckRecord, Device, Services, Timeline
from guard_api.ports.operate.day_counts import Counted
from guard_api.ports.phones.feedback import Feedback, Verdict

_UNKNOWN = "This phone has sent no such check lately."
_CAN_BE_QUIET = (Level.NOTICE, Level.WARNING)


def say(services: Services, device: Device, name: str, verdict: Verdict, *, consent: bool) -> None:
    """Note what a person says of a check of this phone. Raises NotFound, StoreUnavailable.

    With consent the timeline is kept, stripped. What was said before is replaced, and consent withdrawn by its lack.
    """
    check = read_check_id(name)
    if check is None or check.phone != phone_in_names(device.id):
        raise NotFound(_UNKNOWN)
    now = services.clock()
    timeline = known_then(services, device.id, check)
    if timeline is None:
        before = services.feedback.get(name)
        if before is None or before.device_id != device.id:
            raise NotFound(_UNKNOWN)
        # What the phone told then is forgotten by now: nothing more of it can be kept.
        services.feedback.put(replace(before, verdict=verdict, day=now, kept=before.kept if consent else None))
        return
    decision = judged_then(services, device.id, check, timeline)
    patterns = tuple([match.pattern.id for match in decision.matches])
    kept = _kept(services, device, timeline, check) if consent else None
    judged = decision.level, decision.score, patterns, decision.policy
    services.feedback.put(Feedback(name, device.id, verdict, now, *judged, kept))
    services.day_counts.add(Counted.FEEDBACK, verdict, now)
    _quiet(services, device, timeline, verdict, decision, now)


def withdraw(services: Services, device: Device, name: str) -> None:
    """Forget what was said of a check, and the timeline that was kept with it. Raises NotFound."""
    if not services.feedback.withdraw(name, device.id):
        raise NotFound("This phone has said nothing of such a check, or has withdrawn it.")


def _kept(services: Services, device: Device, timeline: Timeline, check: CheckId) -> Recording:
    known, line = services.reference.current().apps.is_listed, line_then(services, device.id, check)
    return stripped("kept", timeline.observations, check.as_of, line, known)


def _quiet(  # noqa: PLR0913, PLR0917 - what was said, of what, when
    services: Services, device: Device, timeline: Timeline, verdict: Verdict, decision: Decision, now: datetime
) -> None:
    """Have the next checks know that it was fine, or is no more. It is told behind all that the phone has told."""
    was_fine = any(isinstance(one, FalseAlarmReported) and one.patterns for one in timeline.observations)
    is_fine = verdict is Verdict.FINE
    is_news = decision.level in _CAN_BE_QUIET if is_fine else was_fine
    if not is_news or timeline.as_of is None:
        return
    patterns = tuple([match.pattern.id for match in decision.matches]) if is_fine else ()
    at = timeline.as_of + datetime.resolution
    observation = FalseAlarmReported(at=at, patterns=patterns, upto=decision.as_of, score=decision.score)
    services.timelines.record(device.id, CheckRecord(now, at, (observation,)), services.timeline_life)
