"""Verdicts put into words and JSON. Codes and ids never change with the language."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from guard_api.actions.advise import Step, StepType, situation_of, steps
from guard_api.actions.check_call import Checked
from guard_api.actions.read_lures import FoundLink
from guard_api.engine.calls import Call, calls_of
from guard_api.engine.forwarding import target_kind
from guard_api.engine.observations import AnyObservation, AppInFront, CallSeen, ForwardingSeen, ScreenShareSeen
from guard_api.engine.verdict import Level, policy_revision
from guard_api.numbers.directory import Directory
from guard_api.patterns import PATTERNS
from guard_api.texts import Texts
from guard_api.web.wording import Wording, name_of

_STALE_AFTER = timedelta(minutes=30)
_SIGNALS = (
    ("call", CallSeen),
    ("screen_share", ScreenShareSeen),
    ("forwarding", ForwardingSeen),
    ("foreground_app", AppInFront),
)
_POLICY = policy_revision(PATTERNS)


def number_answer(checked: Checked, texts: Texts) -> dict[str, object]:
    """Answer `GET /v1/numbers/{number}`."""
    call = next((o for o in checked.told if isinstance(o, CallSeen) and o.displayed is not None), None)
    return {
        "caller": _caller(call, checked.reference.directory, texts) if call is not None else None,
        **_judged(checked, texts),
    }


def link_answer(checked: Checked, texts: Texts) -> dict[str, object]:
    """Answer `GET /v1/links`."""
    directory = checked.reference.directory
    asked, *carried = [_link(found, directory, texts) for found in checked.links]
    return {
        **asked,
        "carries": carried,
        **_judged(checked, texts),
    }


def check_answer(checked: Checked, texts: Texts) -> dict[str, object]:
    """Answer `POST /v1/checks`."""
    return {
        "check_id": checked.check_id,
        "score": checked.verdict.score,
        **number_answer(checked, texts),
        "signals": _signals(checked.timeline, checked.verdict.as_of),
        "forwarding": _forwarding(checked),
        "links": [_link(found, checked.reference.directory, texts) for found in checked.links],
        "degraded": checked.degraded,
        "valid_until": checked.valid_until,
        "policy": _POLICY,
    }


def _judged(checked: Checked, texts: Texts) -> dict[str, object]:
    level = checked.verdict.level
    if level is Level.NONE:
        return {"level": level, "warnings": [], "actions": []}
    situation = situation_of(checked)
    return {
        "level": level,
        "warnings": Wording(checked, situation, texts).warnings(),
        "actions": [_action(step) for step in steps(situation, level)],
    }


def _caller(call: CallSeen, directory: Directory, texts: Texts) -> dict[str, object]:
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


def _link(found: FoundLink, directory: Directory, texts: Texts) -> dict[str, object]:
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


def _action(step: Step) -> dict[str, object]:
    if step.purpose is None:
        return {"type": step.type}
    value = "code" if step.type is StepType.DIAL else "number"
    return {"type": step.type, value: step.value, "purpose": step.purpose}


def _signals(timeline: Sequence[AnyObservation], as_of: datetime) -> dict[str, str]:
    """Say for each signal whether it was told of, lately or long ago; unknown is not no."""
    recent = as_of - _STALE_AFTER
    told, lately = set(map(type, timeline)), {type(o) for o in timeline if o.at >= recent}
    return {name: "reported" if kind in lately else "stale" if kind in told else "unknown" for name, kind in _SIGNALS}


def _forwarding(checked: Checked) -> list[dict[str, object]]:
    changes = [o for o in checked.told if isinstance(o, ForwardingSeen)]
    if not changes:
        return []
    calls = _calls_from({change.target for change in changes} - {None}, checked)
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


def _calls_from(callers: Collection[str | None], checked: Checked) -> Sequence[Call]:
    """Give all calls if any of the callers is among them, else none: to assemble calls is dear, and rarely needed."""
    seen = [o for o in checked.timeline if isinstance(o, CallSeen)]
    if not any(report.caller in callers for report in seen):
        return ()
    return calls_of(sorted(seen, key=lambda report: report.at), checked.verdict.as_of)
