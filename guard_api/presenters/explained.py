"""Why somebody was warned, for admins: all evidence on its time line, and what each near miss lacked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import to_builtins

from guard_api.actions.tuning.calibrate import Probability
from guard_api.actions.tuning.explain import Explained, Explanation
from guard_api.engine.decision import Decision, Match
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    LinkSeen,
    PressureSeen,
    ScreenShareSeen,
    ScriptSeen,
)
from guard_api.engine.signals import Signal
from guard_api.numbers.caller_id import masked
from guard_api.ports.phones.feedback import Feedback
from guard_api.ports.policy import pattern_summaries

_NUMBERS = ("caller", "displayed", "target", "code")
"""What of an observation holds a number."""
_ABOUT: Mapping[type, str] = {
    CallSeen: "call",
    ScreenShareSeen: "screen_share",
    ForwardingSeen: "forwarding",
    AppInFront: "foreground_app",
    IdentityClaimed: "claimed_identity",
}
"""What is unknown where nothing was told of it."""


class _Words:
    """Gives what was told, with its numbers or without."""

    def __init__(self, observations: Iterable[AnyObservation], *, mask: bool) -> None:
        numbers = [getattr(one, name, None) for one in observations for name in _NUMBERS] if mask else []
        self._hidden = {text: masked(text) for text in numbers if text}

    def shown(self, text: str | None) -> str | None:
        """Return a text, masked where it is a number that was told."""
        return self._hidden.get(text, text) if text is not None else None

    def observation(self, one: AnyObservation) -> dict[str, object]:
        """Return an observation."""
        details: dict[str, Any] = to_builtins(one, builtin_types=(datetime,))
        what, at, until = details.pop("is"), details.pop("at"), details.pop("until", None)
        details.pop("again", None)
        hidden = {name: self.shown(details[name]) for name in _NUMBERS if name in details}
        return {"what": what, "at": at, "until": until, "says": {**details, **hidden}}

    def signal(self, signal: Signal) -> dict[str, object]:
        """Return evidence."""
        return {
            "signal": signal.kind,
            "since": signal.since,
            "until": None if signal.ongoing else signal.end,
            "about": self.shown(signal.subject),
            "strength": signal.strength,
            "detail": signal.detail,
        }

    def match(self, match: Match) -> dict[str, object]:
        """Return a pattern that fits, by its evidence, the oldest first."""
        pattern, evidence = match.pattern, sorted(match.evidence, key=lambda one: one.since)
        return {
            "pattern": pattern.id,
            "routine": pattern.routine,
            "level": match.level,
            "score": match.score,
            "evidence": [self.signal(one) for one in evidence],
        }


def explained_answer(explained: Explained, *, mask: bool) -> dict[str, object]:
    """Answer `GET /v1/admin/checks/{check_id}`; `mask`: whoever asks may see no numbers."""
    feedback, decision = explained.feedback, explained.decision
    if decision is not None:
        judged = _decided(decision, explained.observations, mask=mask)
    elif feedback is not None:
        judged = {"level": feedback.level, "score": feedback.score, "policy": feedback.policy, **_FORGOTTEN}
    return {
        "check_id": explained.check_id,
        "device_id": explained.device_id,
        "received_at": explained.check.received_at,
        "as_of": explained.check.as_of,
        "policy_now": explained.policy_now,
        "answered_score": explained.check.score,
        "exact": explained.is_exact,
        **judged,
        "feedback": _feedback(feedback) if feedback is not None else None,
        "probability": _probability(explained.probability),
    }


def explanation_answer(steps: Sequence[Explanation], *, mask: bool = False) -> list[dict[str, object]]:
    """Return each moment of a recorded case."""
    return [{"as_of": one.decision.as_of, **_decided(one.decision, one.observations, mask=mask)} for one in steps]


_FORGOTTEN: Mapping[str, object] = {
    "timeline": None,
    "matches": [],
    "unshown": [],
    "shadow": [],
    "near_misses": [],
    "links": [],
    "messages": [],
    "unknown": [],
    "ask": None,
}


def _decided(decision: Decision, observations: Sequence[AnyObservation], *, mask: bool) -> dict[str, object]:
    words, known = _Words(observations, mask=mask), pattern_summaries()
    timeline = sorted(observations, key=lambda one: one.at)
    return {
        "level": decision.level,
        "score": decision.score,
        "policy": decision.policy,
        "timeline": [words.observation(one) for one in timeline],
        "matches": [words.match(match) for match in decision.matches],
        "unshown": [{**words.match(one.match), "why": one.why, "by": one.by} for one in decision.unshown],
        "shadow": [words.match(match) for match in decision.shadow],
        "near_misses": [
            {
                "pattern": one.pattern.id,
                "summary": known.get(one.pattern.id, ""),
                "lacking": one.lacking,
                "missing": one.missing,
            }
            for one in decision.near_misses
        ],
        "links": [_link(one) for one in timeline if isinstance(one, LinkSeen)],
        "messages": [message for one in timeline for message in _message(one)],
        "unknown": [name for kind, name in _ABOUT.items() if kind not in decision.facts.last_seen],
        "ask": decision.unknown.question if decision.unknown is not None else None,
    }


def _link(one: LinkSeen) -> dict[str, object]:
    return {
        "at": one.at,
        "registrable_domain": one.domain or None,
        "reasons": one.reasons,
        "strength": one.strength,
        "organization": one.organization,
    }


def _message(one: AnyObservation) -> Iterable[dict[str, object]]:
    """Return what a message asked for, or how it pressed; nobody knows any more what it said."""
    if isinstance(one, ScriptSeen):
        yield {"at": one.at, "reasons": one.asks, "strength": one.strength}
    elif isinstance(one, PressureSeen):
        yield {"at": one.at, "reasons": one.how, "strength": 1.0}


def _feedback(feedback: Feedback) -> dict[str, object]:
    return {"verdict": feedback.verdict, "day": feedback.day.date(), "kept": feedback.kept is not None}


def _probability(likely: Probability | None) -> dict[str, object] | None:
    if likely is None:
        return None
    return {
        "value": round(likely.value, 3),
        "low": round(likely.low, 3),
        "high": round(likely.high, 3),
        "n": likely.n,
        "by_level": round(likely.by_level, 3) if likely.by_level is not None else None,
        "n_of_level": likely.n_of_level,
    }
