"""Verdicts put into words and JSON. Codes and ids never change with the language."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from guard_api.actions.advise import Step, StepType, steps
from guard_api.actions.check_call import Checked
from guard_api.actions.read_lures import FoundLink
from guard_api.engine.calls import calls_of
from guard_api.engine.forwarding import target_kind
from guard_api.engine.observations import AnyObservation, AppInFront, CallSeen, ForwardingSeen, ScreenShareSeen
from guard_api.engine.verdict import policy_revision
from guard_api.numbers.directory import Directory
from guard_api.patterns import PATTERNS
from guard_api.texts import Texts
from guard_api.web.wording import Wording, name_of

_STALE_AFTER = timedelta(minutes=30)
_POLICY = policy_revision(PATTERNS)


def number_answer(checked: Checked, texts: Texts) -> dict[str, object]:
    """Answer `GET /v1/numbers/{number}`."""
    directory = checked.reference.directory
    calls = [o for o in checked.told if isinstance(o, CallSeen) and o.displayed is not None]
    return {
        "caller": _caller(calls[0], directory, texts) if calls else None,
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
    to_do = steps(checked.verdict, checked.timeline, checked.device, checked.reference.directory)
    return {
        "level": checked.verdict.level,
        "warnings": Wording(checked, texts).warnings(),
        "actions": [_action(step) for step in to_do],
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
