"""Findings put into words: what to do first, what happened, and why we think so."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from guard_api.actions.checks.advise import Situation
from guard_api.engine.decision import Decision, Match, Ongoing
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Level
from guard_api.engine.signals import Kind, Signal
from guard_api.numbers.directory import Directory, Organization
from guard_api.texts import Texts

_CODES_IN_WORDS = 2
"""Undo codes that a sentence can hold; all of them stand in `actions`."""
_WORDS_KEPT = 512
"""Warnings whose words are kept: they depend on few values, and each takes 0.2 us instead of 2.9 to fill in."""
_FORWARDING = frozenset({Kind.FORWARDING_ON, Kind.FORWARDING_SWITCHED_ON, Kind.LINE_DIVERTED})
_ONLY_WHILE: Mapping[str, Ongoing] = {
    "hang_up": Ongoing.CALL,
    "stop_share": Ongoing.SHARE,
    "cancel_forwarding": Ongoing.FORWARDING,
}
"""Advice that is for the moment only: nobody can hang up twice."""


def name_of(organization: str | None, directory: Directory, texts: Texts) -> str:
    """Name an organisation in the language of the texts."""
    return name_in(directory.organizations.get(organization or ""), texts)


def name_in(organization: Organization | None, texts: Texts) -> str:
    """Name an organisation that was found; None: nobody knows it."""
    if organization is None:
        return texts.get("nobody_known")
    return organization.names["zh" if texts.language.startswith("zh") else "en"]


class _WordingKey(Struct, frozen=True):
    """All that the words of a warning depend on, but for the language.

    `reach` is that of the forwarding, in the warning that tells of it.
    """

    pattern: Pattern
    level: Level
    detail: str
    domain: str
    organization: str
    situation: Situation
    reach: str | None


class _Words(Struct, frozen=True):
    """What a warning says, evidence apart."""

    title: str
    message: str
    advice: Sequence[str]


def warnings_of(
    decision: Decision, situation: Situation, directory: Directory, texts: Texts
) -> list[dict[str, object]]:
    """Return all warnings, heaviest first; one of them says what forwarding means while it is on."""
    telling = _telling_of_forwarding(decision.matches) if decision.facts.forwarded is not None else None
    return [
        _warning(match, decision, situation, directory, texts, tells=match is telling) for match in decision.matches
    ]


def _telling_of_forwarding(matches: Sequence[Match]) -> Match:
    for match in matches:
        if _is_of_forwarding(match.pattern):
            return match
    return matches[0]


@cache
def _is_of_forwarding(pattern: Pattern) -> bool:
    return bool(pattern.shape.kinds & _FORWARDING)


def _warning(  # noqa: PLR0913 - all that words depend on
    match: Match, decision: Decision, situation: Situation, directory: Directory, texts: Texts, *, tells: bool
) -> dict[str, object]:
    pattern, level, facts = match.pattern, match.level, decision.facts
    signal = primary_signal(match)
    subject = facts.site_owners.get(signal.subject or "") if signal.kind is Kind.FRAUD_LINK else signal.subject
    organization = name_of(subject, directory, texts)
    reach = facts.forwarded.reach if tells and facts.forwarded is not None else None
    # Only links are named: a caller's number here would keep the same words once for each.
    domain = signal.subject or "" if signal.kind is Kind.FRAUD_LINK else ""
    about = _WordingKey(pattern, level, signal.detail, domain, organization, situation, reach)
    words = _words(about, texts)
    return {
        "pattern": pattern.id,
        "routine": pattern.routine or None,
        "level": level,
        "title": words.title,
        "message": words.message,
        "advice": words.advice,
        "evidence": [
            {"signal": one.kind, "since": one.since, "until": None if one.ongoing else one.end}
            for one in match.evidence
        ],
    }


def primary_signal(match: Match) -> Signal:
    """Return the signal that the words are about."""
    graded_by = match.pattern.grading
    return next((signal for signal in match.evidence if signal.kind in graded_by), match.evidence[0])


@lru_cache(maxsize=_WORDS_KEPT)
def _words(about: _WordingKey, texts: Texts) -> _Words:
    """Choose the texts and fill them in."""
    pattern, detail, situation = about.pattern, about.detail, about.situation
    values = {
        "number": situation.verify or "",
        "report": situation.report or "",
        "code": texts.get("or").join(situation.codes[:_CODES_IN_WORDS]),
    }
    advice = advice_of(pattern, about.level, situation.ongoing)
    filled = {
        **values,
        "first": texts.get(f"first.{advice[0]}"),
        "domain": about.domain,
        "organization": about.organization,
        "category": texts.first(f"category.{detail}", "category.other"),
    }
    message = texts.first(f"{pattern.id}.message.{detail}", f"{pattern.id}.message").format_map(filled)
    if about.reach is not None:
        text_id = "with_conditional_forwarding" if about.reach == "conditional" else "with_forwarding"
        message = texts.get(text_id, message=message, code=values["code"])
    title = texts.first(f"{pattern.id}.title.{detail}", f"{pattern.id}.title").format_map(filled)
    return _Words(title, message, [_advice(piece, values, texts) for piece in advice])


def advice_of(pattern: Pattern, level: Level, ongoing: Collection[Ongoing]) -> Sequence[str]:
    """Return the pieces of advice that make sense now, the first first: its short form opens the message."""
    pieces = (pattern.notice if level is Level.NOTICE else ()) or pattern.advice
    return [piece for piece in pieces if piece not in _ONLY_WHILE or _ONLY_WHILE[piece] in ongoing]


def _advice(piece: str, values: Mapping[str, str], texts: Texts) -> str:
    if piece == "call_police" and values["report"]:
        piece = "call_police.number"
    return texts.get(f"advice.{piece}").format_map(values)
