"""Why somebody was warned, or was not: a check judged again by all that was known when it was answered."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from guard_api.actions.checks.check_ids import CheckId, phone_in_names, read_check_id
from guard_api.actions.checks.remember_line import recall
from guard_api.actions.tuning.calibrate import Probability, probability_of
from guard_api.engine.backtests.replay import Recording, replay
from guard_api.engine.decision import Decision
from guard_api.engine.folding import up_to
from guard_api.engine.judge import judge
from guard_api.engine.line import Line
from guard_api.engine.observations import AnyObservation
from guard_api.engine.policy import Policy
from guard_api.errors import NotFound
from guard_api.ports import Services, Timeline
from guard_api.ports.phones.feedback import Feedback

_LIFE = timedelta(hours=2)
_GONE = "There is no such check, or it is too long ago: what a phone told is forgotten after hours."


class Explained(Struct, frozen=True):
    """A check, and why it came to what it did; `decision` None: that is forgotten, and only the feedback is left.

    `observations` are what was known; `policy_now` is the revision that decides by now.
    """

    check_id: str
    check: CheckId
    device_id: str
    decision: Decision | None
    observations: Sequence[AnyObservation]
    policy_now: str
    feedback: Feedback | None = None
    probability: Probability | None = None

    @property
    def is_exact(self) -> bool:
        """Whether this is what was answered: of what was told again since, nobody knows how often by then."""
        return self.decision is not None and self.decision.score == self.check.score


class Explanation(Struct, frozen=True):
    """A moment of a recorded case, and what it came to."""

    observations: Sequence[AnyObservation]
    decision: Decision


def explain_check(services: Services, name: str) -> Explained:
    """Explain a check by its id. Raises NotFound."""
    check = read_check_id(name)
    device = services.keys.find_device(lambda one: phone_in_names(one) == check.phone) if check is not None else None
    if check is None or device is None:
        raise NotFound(_GONE)
    feedback, now = services.feedback.get(name), services.policy.current().revision
    timeline = known_then(services, device, check)
    if timeline is not None:
        decision = judged_then(services, device, check, timeline)
        known = up_to(timeline.observations, check.as_of)
        likely = probability_of(services, decision.level, decision.score)
        return Explained(name, check, device, decision, known, now, feedback, likely)
    if feedback is None:
        raise NotFound(_GONE)
    likely = probability_of(services, feedback.level, feedback.score)
    if feedback.kept is None:
        return Explained(name, check, device, None, (), now, feedback, likely)
    *_, (decision,) = replay(feedback.kept, [services.policy.in_force(check.received_at)], _LIFE, near_misses=True)
    return Explained(name, check, device, decision, feedback.kept.kept, now, feedback, likely)


def known_then(services: Services, device_id: str, check: CheckId) -> Timeline | None:
    """Return a phone's timeline, if it still reaches back to a check, and up to it. Raises StoreUnavailable."""
    now, life = services.clock(), services.timeline_life
    timeline = services.timelines.read(device_id, now, life)
    newest = timeline.as_of
    is_there = newest is not None and now - life < check.received_at and check.as_of <= newest
    return timeline if is_there else None


def judged_then(services: Services, device_id: str, check: CheckId, timeline: Timeline) -> Decision:
    """Judge a check again: by the timeline up to it, and the policy that was in force. Raises StoreUnavailable."""
    line = line_then(services, device_id, check)
    policy = services.policy.in_force(check.received_at)
    known = up_to(timeline.observations, check.as_of)
    return judge(known, policy, check.as_of, line=line, near_misses=True, asks=True)


def line_then(services: Services, device_id: str, check: CheckId) -> Line | None:
    """Return what was remembered of a line when a check was judged, as far as that can be told."""
    kept = recall(services, device_id)
    if kept is None or kept.line is None:
        return None
    return kept.line.known_then(check.as_of).known_at(check.received_at)


def explain_recording(recording: Recording, policy: Policy, life: timedelta = _LIFE) -> Sequence[Explanation]:
    """Explain each moment of a recorded case."""
    observations: list[AnyObservation] = []
    explained = []
    checks = iter(recording.checks)
    for (decision,) in replay(recording, [policy], life, near_misses=True):
        if recording.checks:
            observations += next(checks).observations
        else:
            observations = up_to(recording.kept, decision.as_of)
        explained.append(Explanation(tuple(observations), decision))
    return explained
