"""Verdicts put into words and JSON. Codes and ids never change with the language."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from guard_api.actions.advise import Situation, Step, StepType, situation_of, steps
from guard_api.actions.check_call import Checked
from guard_api.actions.read_lures import FoundLink
from guard_api.engine.calls import Call, calls_of
from guard_api.engine.forwarding import target_kind
from guard_api.engine.observations import AnyObservation, AppInFront, CallSeen, ForwardingSeen, ScreenShareSeen
from guard_api.engine.verdict import Level, policy_revision
from guard_api.numbers.directory import Directory
from guard_api.patterns import PATTERNS
from guard_api.texts import Texts
from guard_api.web.wording import name_of, warnings_of

_STALE_AFTER = timedelta(minutes=30)
_SITUATIONS_KEPT = 512
"""Situations whose actions are kept: few differ, and a look at them takes 0.1 us instead of 1.6."""
_SIGNALS: Mapping[type, str] = {
    CallSeen: "call",
    ScreenShareSeen: "screen_share",
    ForwardingSeen: "forwarding",
    AppInFront: "foreground_app",
}
_REPORTED = "reported"
_NOTHING_TOLD = dict.fromkeys(_SIGNALS.values(), "unknown")
_POLICY = policy_revision(PATTERNS)
_LEVEL_LABELS = {level: f"level.{level}" for level in Level}


def number_answer(checked: Checked, texts: Texts) -> dict[str, object]:
    """Answer `GET /v1/numbers/{number}`."""
    return {"caller": _caller(checked, texts), **_judged(checked, texts)}


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
    label = texts.get(_LEVEL_LABELS[level])
    if level is Level.NONE:
        return {"level": level, "level_label": label, "warnings": [], "actions": []}
    situation = situation_of(checked)
    return {
        "level": level,
        "level_label": label,
        "warnings": warnings_of(checked, situation, texts),
        "actions": _actions(situation, level, texts),
    }


def _caller(checked: Checked, texts: Texts) -> dict[str, object] | None:
    for told in checked.told:
        if isinstance(told, CallSeen) and told.displayed is not None:
            return _displayed(told, checked.reference.directory, texts)
    return None


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


@lru_cache(maxsize=_SITUATIONS_KEPT)
def _actions(situation: Situation, level: Level, texts: Texts) -> Sequence[Mapping[str, str]]:
    return [_action(step, texts) for step in steps(situation, level)]


def _action(step: Step, texts: Texts) -> Mapping[str, str]:
    if step.purpose is None:
        return {"type": step.type, "label": texts.get(f"button.{step.type}")}
    name = "code" if step.type is StepType.DIAL else "number"
    label = texts.get(f"button.{step.purpose}", **{name: step.value})
    return {"type": step.type, "label": label, name: step.value, "purpose": step.purpose}


def _signals(timeline: Sequence[AnyObservation], as_of: datetime) -> dict[str, str]:
    """Say for each signal whether it was told of, lately or long ago; unknown is not no."""
    recent, signals = as_of - _STALE_AFTER, _NOTHING_TOLD.copy()
    for one in timeline:
        name = _SIGNALS.get(type(one))
        if name is not None and signals[name] is not _REPORTED:
            signals[name] = _REPORTED if one.at >= recent else "stale"
    return signals


def _forwarding(checked: Checked) -> list[dict[str, object]]:
    changes = [o for o in checked.told if isinstance(o, ForwardingSeen)]
    if not changes:
        return []
    calls = _calls_from({change.target for change in changes if change.target is not None}, checked)
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


def _calls_from(callers: Collection[str], checked: Checked) -> Sequence[Call]:
    """Give all calls if any of the callers is among them, else none: to assemble calls is dear, and rarely needed."""
    seen = [o for o in checked.timeline if isinstance(o, CallSeen)]
    for report in seen:
        if report.caller in callers:
            return calls_of(sorted(seen, key=lambda report: report.at), checked.verdict.as_of)
    return ()
