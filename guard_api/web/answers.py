"""Verdicts put into words and JSON. Codes and ids never change with the language."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from guard_api.actions.advise import Step, StepType, forwarding_is_on, steps, undo_for, verification_number
from guard_api.actions.check_call import Checked
from guard_api.engine.calls import calls_of
from guard_api.engine.forwarding import target_kind
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    CallSeen,
    ForwardingSeen,
    ScreenShareSeen,
)
from guard_api.engine.signals import Kind, Signal
from guard_api.engine.verdict import Finding, policy_revision
from guard_api.numbers.directory import Directory
from guard_api.patterns import PATTERNS
from guard_api.texts import Texts
from guard_api.texts.advice import ADVICE

_STALE_AFTER = timedelta(minutes=30)
_POLICY = policy_revision(PATTERNS)
_FORWARDING_PATTERNS = frozenset(
    pattern.id for pattern in PATTERNS if pattern.shape.kinds & {Kind.FORWARDING_ON, Kind.FORWARDING_SWITCHED_ON}
)


def number_answer(checked: Checked, texts: Texts) -> dict[str, object]:
    """Answer `GET /v1/numbers/{number}`."""
    directory = checked.reference.directory
    calls = [o for o in checked.told if isinstance(o, CallSeen) and o.displayed is not None]
    return {
        "caller": _caller(calls[0], directory, texts) if calls else None,
        "level": checked.verdict.level,
        "warnings": _warnings(checked, texts),
        "actions": [_action(step) for step in steps(checked.verdict, checked.timeline, checked.device, directory)],
    }


def check_answer(checked: Checked, texts: Texts) -> dict[str, object]:
    """Answer `POST /v1/checks`."""
    return {
        "check_id": checked.check_id,
        "score": checked.verdict.score,
        **number_answer(checked, texts),
        "signals": _signals(checked.timeline, checked.verdict.as_of),
        "forwarding": _forwarding(checked),
        "links": [],
        "degraded": checked.degraded,
        "valid_until": checked.valid_until,
        "policy": _POLICY,
    }


def _caller(call: CallSeen, directory: Directory, texts: Texts) -> dict[str, object]:
    organization = directory.organizations.get(call.organization or "")
    return {
        "displayed": call.displayed,
        "kind": call.kind,
        "reasons": [call.reason] if call.reason else [],
        "organization": {
            "id": organization.id,
            "name": _name(organization.id, directory, texts),
            "official_numbers": [number.number for number in directory.numbers_of(organization.id)],
        }
        if organization is not None
        else None,
        "listed": {"category": call.listed, "label": call.listed_label} if call.listed is not None else None,
    }


def _name(organization: str | None, directory: Directory, texts: Texts) -> str:
    known = directory.organizations.get(organization or "")
    if known is None:
        return texts.get("nobody_known")
    return known.names["zh" if texts.language.startswith("zh") else "en"]


def _warnings(checked: Checked, texts: Texts) -> list[dict[str, object]]:
    verdict, directory = checked.verdict, checked.reference.directory
    values = {"number": verification_number(checked.timeline, verdict, directory) or ""}
    warnings = [_warning(finding, directory, texts, values) for finding in verdict.findings]
    if warnings and forwarding_is_on(verdict):
        codes = texts.get("or").join(undo_for(verdict, checked.timeline, checked.device))
        first = next((w for w in warnings if w["pattern"] in _FORWARDING_PATTERNS), warnings[0])
        reach = verdict.scene.of((Kind.FORWARDING_ON,))[-1].detail
        text_id = "with_conditional_forwarding" if reach == "conditional" else "with_forwarding"
        first["message"] = texts.get(text_id, message=str(first["message"]), code=codes)
    return warnings


def _warning(finding: Finding, directory: Directory, texts: Texts, values: Mapping[str, str]) -> dict[str, object]:
    pattern = finding.pattern
    telling = next((s for s in finding.evidence if s.kind is pattern.graded_by), finding.evidence[0])
    category = f"category.{telling.detail}"
    filled = {
        **values,
        "organization": _name(telling.subject, directory, texts),
        "category": texts.first(category, "category.other"),
    }
    return {
        "pattern": pattern.id,
        "routine": pattern.routine or None,
        "level": finding.level,
        "title": texts.first(f"{pattern.id}.title.{telling.detail}", f"{pattern.id}.title"),
        "message": texts.first(f"{pattern.id}.message.{telling.detail}", f"{pattern.id}.message", **filled),
        "advice": [texts.get(f"advice.{name}") for name in ADVICE[pattern.id]],
        "evidence": [_evidence(signal) for signal in finding.evidence],
    }


def _evidence(signal: Signal) -> dict[str, object]:
    return {"signal": signal.kind, "since": signal.since, "until": None if signal.ongoing else signal.end}


def _action(step: Step) -> dict[str, object]:
    if step.purpose is None:
        return {"type": step.type}
    value = "code" if step.type is StepType.DIAL else "number"
    return {"type": step.type, value: step.value, "purpose": step.purpose}


def _signals(timeline: Iterable[AnyObservation], as_of: datetime) -> dict[str, str]:
    """Say for each signal whether it was told of, lately or long ago; unknown is not no."""
    newest: dict[type, datetime] = {}
    for observation in timeline:
        kind = type(observation)
        newest[kind] = max(newest.get(kind, observation.at), observation.at)
    kinds = {"call": CallSeen, "screen_share": ScreenShareSeen, "forwarding": ForwardingSeen}
    return {name: _status(newest.get(kind), as_of) for name, kind in (kinds | {"foreground_app": AppInFront}).items()}


def _status(newest: datetime | None, as_of: datetime) -> str:
    if newest is None:
        return "unknown"
    return "reported" if as_of - newest <= _STALE_AFTER else "stale"


def _forwarding(checked: Checked) -> list[dict[str, object]]:
    changes = [o for o in checked.told if isinstance(o, ForwardingSeen)]
    if not changes:
        return []
    seen = sorted((o for o in checked.timeline if isinstance(o, CallSeen)), key=lambda o: o.at)
    calls = calls_of(seen, checked.verdict.as_of)
    return [
        {
            "code": change.code,
            "action": change.action,
            "accepted": change.accepted,
            "states": change.states,
            "target": {
                "number": change.target.rpartition(":")[2],
                "kind": target_kind(change, calls),
            }
            if change.target is not None
            else None,
        }
        for change in changes
    ]
