"""Verdicts put into words and JSON. Codes and ids never change with the language."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from guard_api.actions.checks.advice.advise import Purpose, Step, StepType, steps
from guard_api.actions.checks.advice.situation import Situation
from guard_api.actions.checks.check_call import Assessment
from guard_api.actions.checks.observing.read_content import AssessedLink
from guard_api.engine.decision import Facts
from guard_api.engine.line import Line, LineState
from guard_api.engine.noted import EvidenceDropped
from guard_api.engine.observations import AppInFront, CallSeen, ForwardingSeen, ScreenShareSeen
from guard_api.engine.policy import Level
from guard_api.numbers.directory import Directory, Organization
from guard_api.presenters.checks.question import question_answer
from guard_api.presenters.checks.spoken import printed, spoken
from guard_api.presenters.checks.warnings import name_of, warnings_of
from guard_api.presenters.circle import alarm_answer
from guard_api.texts import Texts

_STALE_AFTER = timedelta(minutes=30)
_SITUATIONS_KEPT = 512
"""Situations whose actions are kept: few differ, and a look at them takes 0.1 us instead of 1.6."""
_SIGNALS: Mapping[type, str] = {
    CallSeen: "call",
    ScreenShareSeen: "screen_share",
    ForwardingSeen: "forwarding",
    AppInFront: "foreground_app",
}
_NOTHING_REPORTED: Mapping[str, str | bool] = dict.fromkeys(_SIGNALS.values(), "unknown")
_LABELS: Mapping[Purpose, str] = {
    **{purpose: f"label.{purpose}" for purpose in Purpose},
    Purpose.CANCEL_FORWARDING: "label.code",
}
_UNKNOWN_LINE: Mapping[str, object] = {"state": LineState.UNKNOWN, "states": (), "since": None, "target_kind": None}
_LEVEL_LABELS = {level: f"level.{level}" for level in Level}


def number_answer(assessment: Assessment, texts: Texts) -> dict[str, object]:
    """Answer `GET /v1/numbers/{number}`."""
    return {"caller": _caller(assessment, texts), **_judged(assessment, texts)}


def lookup_answer(assessment: Assessment, texts: Texts) -> dict[str, object]:
    """Return what a phone is told of a number, or of a link and those inside it."""
    directory = assessment.reference.directory
    links = [_link(found, directory, texts) for found in assessment.links]
    return {**number_answer(assessment, texts), "links": links}


def organization_answer(organization: Organization, directory: Directory, texts: Texts) -> dict[str, object] | None:
    """Return an organisation of the directory."""
    return _organization(organization.id, directory, texts)


def link_answer(assessment: Assessment, texts: Texts) -> dict[str, object]:
    """Answer `GET /v1/links`."""
    directory = assessment.reference.directory
    first, *carried = [_link(found, directory, texts) for found in assessment.links]
    return {
        **first,
        "carries": carried,
        **_judged(assessment, texts),
    }


def check_answer(assessment: Assessment, texts: Texts) -> dict[str, object]:
    """Answer `POST /v1/checks`."""
    return {
        "check_id": assessment.check_id,
        "score": assessment.decision.score,
        **number_answer(assessment, texts),
        "signals": _signals(assessment.decision.facts, assessment.decision.as_of),
        "forwarding": _forwarding(assessment),
        "line": _line(assessment.decision.line),
        "links": [_link(found, assessment.reference.directory, texts) for found in assessment.links],
        "ask": question_answer(assessment.decision.unknown, texts),
        "circle": alarm_answer(assessment.alarm, texts) if assessment.alarm is not None else None,
        "repeat": assessment.repeats,
        "valid_until": assessment.valid_until,
        "policy": assessment.decision.policy,
    }


def _judged(assessment: Assessment, texts: Texts) -> dict[str, object]:
    level = assessment.decision.level
    label = texts.get(_LEVEL_LABELS[level])
    degraded, situation = assessment.degraded, assessment.situation
    if situation is None:
        return {"level": level, "level_label": label, "warnings": [], "actions": [], "degraded": degraded}
    directory = assessment.reference.directory
    names = name_of(situation.bank, directory, texts), name_of(situation.posing_as, directory, texts)
    return {
        "level": level,
        "level_label": label,
        "warnings": warnings_of(assessment.decision, situation, directory, texts),
        "actions": _actions(situation, level, names, texts),
        "degraded": degraded,
    }


def _caller(assessment: Assessment, texts: Texts) -> dict[str, object] | None:
    call = assessment.call
    return _displayed(call, assessment.reference.directory, texts) if call is not None else None


def _displayed(call: CallSeen, directory: Directory, texts: Texts) -> dict[str, object]:
    return {
        "displayed": call.displayed,
        "kind": call.kind,
        "reasons": [call.reason] if call.reason else [],
        "organization": _organization(call.organization, directory, texts),
        "listed": {"category": call.listed, "label": call.listed_label} if call.listed is not None else None,
    }


def _organization(name: str | None, directory: Directory, texts: Texts) -> dict[str, object] | None:
    if name is None or name not in directory.organizations:
        return None
    return {
        "id": name,
        "name": name_of(name, directory, texts),
        "official_numbers": [number.number for number in directory.numbers_of(name)],
    }


def _link(found: AssessedLink, directory: Directory, texts: Texts) -> dict[str, object]:
    facts, listing = found.facts, found.listing
    return {
        "link": facts.link.written,
        "registrable_domain": facts.registrable or None,
        "reasons": facts.reasons,
        "organization": _organization(facts.organization, directory, texts),
        "imitates": {"domain": facts.imitation.official.domain, "how": facts.imitation.how}
        if facts.imitation is not None
        else None,
        "listed": {
            "entry": listing.entry,
            "category": listing.category,
            "label": listing.label,
            "source": listing.source,
            "since": listing.since,
        }
        if listing is not None
        else None,
    }


@lru_cache(maxsize=_SITUATIONS_KEPT)
def _actions(situation: Situation, level: Level, names: tuple[str, str], texts: Texts) -> Sequence[Mapping[str, str]]:
    actions: list[Mapping[str, str]] = []
    dialled = False
    for step in steps(situation, level):
        actions.append(_action(step, names, texts, again=dialled))
        dialled = dialled or step.type is StepType.DIAL
    return actions


def _action(step: Step, names: tuple[str, str], texts: Texts, *, again: bool) -> Mapping[str, str]:
    """Write a button; `again`: a code stands before it, and this is the next to try."""
    if step.purpose is None:
        return {"type": step.type, "label": texts.get(f"label.{step.type}")}
    label = "label.other_code" if again and step.type is StepType.DIAL else _LABELS[step.purpose]
    bank, organization = names
    return {
        "type": step.type,
        "label": texts.get(label, number=printed(step.value), bank=bank, organization=organization),
        "code" if step.type is StepType.DIAL else "number": step.value,
        "spoken": spoken(step.value, texts),
        "purpose": step.purpose,
    }


def _signals(facts: Facts, as_of: datetime) -> dict[str, str | bool]:
    """Say for each signal whether it was told of, lately or long ago; unknown is not no."""
    recent, signals = as_of - _STALE_AFTER, {**_NOTHING_REPORTED}
    if EvidenceDropped in facts.last_seen:
        signals["dropped"] = True
    for kind, at in facts.last_seen.items():
        name = _SIGNALS.get(kind)
        if name is not None:
            signals[name] = "reported" if at >= recent else "stale"
    return signals


def _line(line: Line | None) -> Mapping[str, object]:
    """Say how the line stands; unknown is not clear."""
    if line is None:
        return _UNKNOWN_LINE
    stands = line.standing
    return {"state": stands.state, "states": stands.states, "since": stands.since, "target_kind": stands.target_kind}


def _forwarding(assessment: Assessment) -> list[dict[str, object]]:
    targets = assessment.decision.facts.targets
    return [
        {
            "code": change.code,
            "action": change.action,
            "accepted": change.accepted,
            "states": change.states,
            "target": {
                "number": change.target.rpartition(":")[2],
                "kind": targets.get(change.target, change.target_kind),
            }
            if change.target is not None
            else None,
        }
        for change in assessment.observations
        if isinstance(change, ForwardingSeen)
    ]
