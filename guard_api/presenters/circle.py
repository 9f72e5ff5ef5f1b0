"""Circles and alarms, as phones show them: names and levels, and never a number, a link, an app or a place."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from guard_api.actions.circle.linking import Invitation
from guard_api.engine.policy import Level
from guard_api.numbers.directory import Directory, Role
from guard_api.ports.circle.alerts import Alarm, Alert, Reply, written_place
from guard_api.ports.circle.deliveries import DeadLetter, Endpoint
from guard_api.ports.circle.links import Circle, Link
from guard_api.texts import Texts

_REPLIES = tuple(Reply)


def invitation_answer(invitation: Invitation) -> dict[str, object]:
    """Return an invitation, this once."""
    return {"code": invitation.code, "expires_at": _second(invitation.expires_at), "url": invitation.url}


def circle_answer(circle: Circle, endpoints: Sequence[Endpoint]) -> dict[str, object]:
    """Return who helps a phone, whom it helps, and where its events go."""
    return {
        "guardians": [guardian_answer(link) for link in circle.guardians],
        "protects": [protects_answer(link) for link in circle.protects],
        "muted_until": _second(circle.muted_until),
        "endpoints": [endpoint_answer(one) for one in endpoints],
    }


def guardian_answer(link: Link) -> dict[str, object]:
    """Return a link as the protected person sees it."""
    return {
        "id": link.id,
        "label": link.label,
        "warn_at": link.warn_at,
        "since": _second(link.since),
        "ends_at": _second(link.ends_at),
    }


def protects_answer(link: Link) -> dict[str, object]:
    """Return a link as the guardian sees it."""
    return {**guardian_answer(link), "muted_until": _second(link.muted_until)}


def leaving_answer(ends_at: datetime) -> dict[str, object]:
    """Return when a link ends that was ended amid an alarm."""
    return {"effective_at": _second(ends_at)}


def endpoint_answer(endpoint: Endpoint) -> dict[str, object]:
    """Return an endpoint; of its URL the host: the rest may be a secret."""
    return {
        "id": endpoint.id,
        "type": endpoint.type,
        "host": urlsplit(endpoint.url).netloc,
        "given_up_at": _second(endpoint.given_up_at),
        "reason": endpoint.reason,
    }


def new_endpoint_answer(endpoint: Endpoint) -> dict[str, object]:
    """Return an endpoint that was put, with the secret of a webhook, this once."""
    return {**endpoint_answer(endpoint), "secret": endpoint.target.get("secret")}


def alerts_answer(alerts: Sequence[Alert], after: str, directory: Directory, texts: Texts) -> dict[str, object]:
    """Return what a guardian was told, and where to go on."""
    following = written_place(alerts[-1].position) if alerts else after
    return {"alerts": [alert_answer(one, directory, texts) for one in alerts], "next": following}


def alert_answer(alert: Alert, directory: Directory, texts: Texts) -> dict[str, object]:
    """Return an alarm in words."""
    situation = "over" if alert.over else "diverted" if alert.diverted else str(alert.level)
    words = {"who": alert.who, "emergency": _emergency(alert.region, directory, texts)}
    return {
        "id": alert.id,
        "who": alert.who,
        "level": alert.level,
        "since": _second(alert.since),
        "updated_at": _second(alert.updated_at),
        "diverted": alert.diverted,
        "title": texts.get(f"alert.title.{situation}", **words),
        "message": texts.get(f"alert.message.{situation}", **words),
        "advice": [texts.get(f"alert.advice.{piece}", **words) for piece in _advice(alert)],
        "leaving_at": _second(alert.leaving_at),
        "over": alert.over,
    }


def event_answer(alert: Alert, directory: Directory, texts: Texts) -> dict[str, object]:
    """Return what is sent to endpoints, as Standard Webhooks has it."""
    timestamp = _second(alert.updated_at)
    return {"type": "alert", "timestamp": timestamp, "data": alert_answer(alert, directory, texts)}


def event_id(alert: Alert) -> str:
    """Name what is sent: the same with each attempt, another one with each news."""
    return f"{alert.id}.{written_place(alert.position)}"


def alarm_answer(alarm: Alarm, texts: Texts) -> Mapping[str, object]:
    """Return what the protected phone is told of those who know."""
    seen = [one for one in alarm.notified if one.reply is not None]
    best = max((one.reply for one in seen if one.reply is not None), key=_REPLIES.index, default=None)
    names = [one.label for one in seen if one.reply is best] or [one.label for one in alarm.notified]
    who = texts.get("circle.and").join(names)
    number = "one" if len(names) == 1 else "many"
    return {
        "told": len(alarm.notified),
        "seen": len(seen),
        "seen_by": [one.label for one in seen],
        "reply": best,
        "text": texts.get(f"circle.{best or 'told'}.{number}", who=who),
    }


def dead_letter_answer(letter: DeadLetter) -> dict[str, object]:
    """Return a delivery that was given up."""
    return {
        "alert_id": letter.alert_id,
        "type": letter.type,
        "host": letter.host,
        "attempts": letter.attempts,
        "reason": letter.reason,
        "given_up_at": letter.dead_at,
    }


def _advice(alert: Alert) -> Sequence[str]:
    """Choose what to do: the first first, three at most."""
    leaving = ("leaving",) if alert.leaving_at is not None else ()
    if alert.over:
        return "over", *leaving
    if alert.diverted:
        return "diverted", "say", "police", *leaving
    if alert.level is Level.CRITICAL:
        return "ring", "say", "police", *leaving
    return "ring", "say", *leaving


def _emergency(region: str, directory: Directory, texts: Texts) -> str:
    found = directory.with_role(Role.EMERGENCY, region)
    return found.number if found is not None else texts.get("the_police")


def _second(moment: datetime | None) -> datetime | None:
    """Return a time to the second: six more digits might be taken for a number."""
    return moment.replace(microsecond=0) if moment is not None else None
