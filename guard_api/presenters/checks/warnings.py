"""Findings put into words: six lines at most are shown first, for somebody who has three seconds.

The worst finding is told in full: a title, what to do first and what has happened, three pieces of advice. They are for
all findings together, each said once; of the others there are titles.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from string import Formatter

from msgspec import Struct

from guard_api.actions.checks.advice.priorities import calls
from guard_api.actions.checks.advice.situation import Situation, part_of
from guard_api.engine.decision import Decision, Match, Ongoing
from guard_api.engine.pattern import Pattern
from guard_api.engine.signals import Kind, Signal
from guard_api.numbers.directory import Directory, Organization
from guard_api.presenters.checks.spoken import printed
from guard_api.texts import Texts

_MOST_ADVICE = 3
_WORDS_KEPT = 512
"""Warnings whose words are kept: they depend on few values, and each takes 0.2 us instead of 2.9 to fill in."""
_IN_WORDS: Mapping[str, str] = {
    "fraud_link.message.sent_yourself": "sent_yourself",
    "scripted_message.message.with_link": "sent_yourself",
    "forwarding_for_stranger.message.undone": "forwarding_undone",
    "forwarding_with_screen_share.message.undone": "forwarding_undone",
    "claimed_identity_mismatch.message.credit": "no_deletion",
    "repeated_finance_logins.message": "no_log_in",
}
"""Messages that say what a piece of advice says, too."""
_SWITCHED_ON = frozenset({Kind.FORWARDING_SWITCHED_ON})
_LINKS = (Kind.FRAUD_LINK, Kind.EVERYDAY_LINK, Kind.ODD_LINK)
"""Members of enumerations are looked up by Python code."""
_NUMBERS = ("number", "bank_number", "report", "emergency", "code")


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

    `variants` are what its texts may differ by, the most telling first; `detail` is that of its plainest sign. `reach`
    is that of the forwarding, where the warning is about it.
    """

    pattern: Pattern
    variants: tuple[str, ...]
    detail: str
    domain: str
    organization: str
    bank: str
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
    """Return all warnings, heaviest first: the first with its words, and the advice of all; the others with titles."""
    worst, *others = decision.matches
    words = _words(_about(worst, decision, situation, directory, texts), texts)
    warnings = [_warning(worst, words)]
    for match in others:
        title = _title(match.pattern, _variants(match, primary_signal(match), directory), situation.signs, texts)
        warnings.append(_warning(match, _Words(title, "", ())))
    return warnings


def _warning(match: Match, words: _Words) -> dict[str, object]:
    pattern = match.pattern
    return {
        "pattern": pattern.id,
        "routine": pattern.routine or None,
        "level": match.level,
        "title": words.title,
        "message": words.message,
        "advice": words.advice,
        "evidence": [
            {"signal": one.kind, "since": one.since, "until": None if one.ongoing else one.end}
            for one in match.evidence
        ],
    }


def _variants(match: Match, signal: Signal, directory: Directory) -> tuple[str, ...]:
    """Return what a warning is about: how bad it is, the detail of its plainest sign, whom the caller plays, kinds."""
    return match.level, signal.detail, part_of(signal.subject, directory), *[one.kind for one in match.evidence]


def _about(match: Match, decision: Decision, situation: Situation, directory: Directory, texts: Texts) -> _WordingKey:
    signal, facts = primary_signal(match), decision.facts
    is_link = signal.kind in _LINKS
    subject = facts.site_owners.get(signal.subject or "") if is_link else signal.subject
    of_forwarding = facts.forwarded is not None and _is_of_forwarding(match.pattern)
    return _WordingKey(
        match.pattern,
        _variants(match, signal, directory),
        signal.detail,
        # Only links are named: a caller's number here would keep the same words once for each.
        signal.subject or "" if is_link else "",
        name_of(subject, directory, texts),
        name_of(situation.bank, directory, texts) if situation.bank is not None else "",
        situation,
        facts.forwarded.reach if of_forwarding and facts.forwarded is not None else None,
    )


@cache
def _is_of_forwarding(pattern: Pattern) -> bool:
    return _SWITCHED_ON in pattern.shape.required_kinds


def primary_signal(match: Match) -> Signal:
    """Return the signal that the words are about."""
    graded_by = match.pattern.grading
    for signal in match.evidence:
        if signal.kind in graded_by:
            return signal
    return match.evidence[0]


@lru_cache(maxsize=_WORDS_KEPT)
def _title(pattern: Pattern, variants: tuple[str, ...], signs: Collection[str], texts: Texts) -> str:
    return texts.get(_text_id(f"{pattern.id}.title", variants, signs, texts))


@lru_cache(maxsize=_WORDS_KEPT)
def _words(about: _WordingKey, texts: Texts) -> _Words:
    """Choose the texts and fill them in."""
    situation, variants = about.situation, about.variants
    first, *plan = situation.plan.pieces
    values = _values(about)
    opening = ("hang_up.again", first) if first == "hang_up" and "again" in situation.signs else (first,)
    text_id = _text_id(f"{about.pattern.id}.message", variants, situation.signs, texts)
    message = texts.get(text_id).format_map(
        {
            **values,
            "first": _filled("first", opening, values, texts) or "",
            "domain": about.domain,
            "organization": about.organization,
            "category": texts.first(f"category.{about.detail}", "category.other"),
            "emergency": values["emergency"] or texts.get("the_police"),
        }
    )
    if about.reach is not None:
        wrapper = "with_conditional_forwarding" if about.reach == "conditional" else "with_forwarding"
        message = texts.get(wrapper, message=message)
    title = _text_id(f"{about.pattern.id}.title", variants, situation.signs, texts)
    pieces = [piece for piece in plan if piece != _IN_WORDS.get(text_id)]
    return _Words(texts.get(title), message, _advice(pieces, message, values, texts))


def _values(about: _WordingKey) -> Mapping[str, str]:
    """Return what fills the gaps of texts; what is not known is empty."""
    situation = about.situation
    return {
        "number": printed(situation.verify or ""),
        "bank_number": printed(situation.bank_number or ""),
        "report": printed(situation.report or ""),
        "emergency": printed(situation.emergency or ""),
        "bank": about.bank,
        "site": situation.site or "",
        "code": situation.codes[0] if situation.codes else "",
    }


def _text_id(base: str, variants: Sequence[str], signs: Collection[str], texts: Texts) -> str:
    """Return the id of the text that fits best: what has changed since comes before what it was."""
    return next((text_id for text_id in _candidates(base, variants, signs) if texts.has(text_id)), base)


def _candidates(base: str, variants: Sequence[str], signs: Collection[str]) -> Iterator[str]:
    for sign in ("over", "undone"):
        if sign in signs:
            yield f"{base}.{sign}"
    for variant in variants:
        if variant and Ongoing.FORWARDING in signs:
            yield f"{base}.{variant}.{Ongoing.FORWARDING}"
        if variant:
            yield f"{base}.{variant}"
    if "sent_yourself" in signs:
        yield from (f"{base}.sent_yourself", f"{base}.with_link")


def _advice(plan: Sequence[str], message: str, values: Mapping[str, str], texts: Texts) -> Sequence[str]:
    """Return the first pieces that can be said, and one number to call at most, which the message has not said."""
    numbers = [values[name] for name in _NUMBERS if values[name]]
    advice: list[str] = []
    to_call = False
    for piece in plan:
        text = _filled("advice", (piece,), values, texts)
        if text is None or (to_call and calls(piece)) or any(one in text and one in message for one in numbers):
            continue
        to_call = to_call or calls(piece)
        advice.append(text)
        if len(advice) == _MOST_ADVICE:
            break
    return advice


def _filled(kind: str, pieces: Sequence[str], values: Mapping[str, str], texts: Texts) -> str | None:
    """Return the first of these texts of which all gaps can be filled, without a number where none is known."""
    for piece in pieces:
        for text_id in (f"{kind}.{piece}", f"{kind}.{piece}.no_number"):
            text = texts.get(text_id) if texts.has(text_id) else ""
            gaps = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
            if text and all(values.get(name) for name in gaps):
                return text.format_map(values)
    return None
