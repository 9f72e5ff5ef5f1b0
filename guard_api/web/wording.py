"""Findings put into words: what to do first, what happened, and why we think so."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from guard_api.actions.advise import Now, Situation
from guard_api.actions.check_call import Checked
from guard_api.actions.report import Reported
from guard_api.engine.observations import LinkSeen
from guard_api.engine.signals import Kind, Signal
from guard_api.engine.verdict import Finding, Level
from guard_api.numbers.directory import Directory
from guard_api.patterns import PATTERNS
from guard_api.texts import Texts
from guard_api.web.advice import advice_for

_CODES_IN_WORDS = 2
"""Undo codes that a sentence can hold; all of them stand in `actions`."""
_WORDS_KEPT = 512
"""Warnings whose words are kept: they depend on few values, and each takes 0.2 us instead of 2.9 to fill in."""
_FORWARDING_PATTERNS = frozenset(
    pattern.id for pattern in PATTERNS if pattern.shape.kinds & {Kind.FORWARDING_ON, Kind.FORWARDING_SWITCHED_ON}
)


def name_of(organization: str | None, directory: Directory, texts: Texts) -> str:
    """Name an organisation in the language of the texts."""
    known = directory.organizations.get(organization or "")
    if known is None:
        return texts.get("nobody_known")
    return known.names["zh" if texts.language.startswith("zh") else "en"]


def why_not(reported: Reported, directory: Directory, texts: Texts) -> str | None:
    """Say why a report does not count; None: it does."""
    if reported.counted:
        return None
    if reported.withdrawn:
        return texts.get("report.withdrawn")
    if reported.official is None:
        return texts.get("report.no_number")
    name = name_of(reported.organization, directory, texts)
    return texts.get("report.official", number=reported.official, name=name)


class _About(Struct, frozen=True):
    """All that the words of a warning depend on, but for the language.

    `reach` is that of the forwarding, in the warning that tells of it.
    """

    pattern: str
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


def warnings_of(checked: Checked, situation: Situation, texts: Texts) -> list[dict[str, object]]:
    """Give all warnings, heaviest first; one of them says what forwarding means while it is on."""
    findings = checked.verdict.findings
    telling = _telling_of_forwarding(findings) if Now.FORWARDING in situation.now else None
    return [_warning(finding, checked, situation, texts, tells=finding is telling) for finding in findings]


def _telling_of_forwarding(findings: Sequence[Finding]) -> Finding:
    for finding in findings:
        if finding.pattern.id in _FORWARDING_PATTERNS:
            return finding
    return findings[0]


def _warning(
    finding: Finding, checked: Checked, situation: Situation, texts: Texts, *, tells: bool
) -> dict[str, object]:
    pattern, level = finding.pattern, finding.level
    signal = _telling(finding)
    organization = name_of(_organization_of(signal, checked), checked.reference.directory, texts)
    reach = checked.verdict.scene.of((Kind.FORWARDING_ON,))[-1].detail if tells else None
    # Only links are named: a caller's number here would keep the same words once for each.
    domain = signal.subject or "" if signal.kind is Kind.FRAUD_LINK else ""
    about = _About(pattern.id, level, signal.detail, domain, organization, situation, reach)
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
            for one in finding.evidence
        ],
    }


def _telling(finding: Finding) -> Signal:
    """Give the signal that the words are about."""
    graded_by = finding.pattern.graded_by
    if graded_by is not None:
        for signal in finding.evidence:
            if signal.kind is graded_by:
                return signal
    return finding.evidence[0]


def _organization_of(telling: Signal, checked: Checked) -> str | None:
    if telling.kind is not Kind.FRAUD_LINK:
        return telling.subject
    links = (o for o in checked.timeline if isinstance(o, LinkSeen) and o.domain == telling.subject)
    return next((link.organization for link in links if link.organization is not None), None)


@lru_cache(maxsize=_WORDS_KEPT)
def _words(about: _About, texts: Texts) -> _Words:
    """Choose the texts and fill them in."""
    pattern, detail, situation = about.pattern, about.detail, about.situation
    values = {
        "number": situation.verify or "",
        "report": situation.report or "",
        "code": texts.get("or").join(situation.codes[:_CODES_IN_WORDS]),
    }
    advice = advice_for(pattern, situation.now, notice=about.level is Level.NOTICE)
    filled = {
        **values,
        "first": texts.get(f"first.{advice[0]}"),
        "domain": about.domain,
        "organization": about.organization,
        "category": texts.first(f"category.{detail}", "category.other"),
    }
    message = texts.first(f"{pattern}.message.{detail}", f"{pattern}.message").format_map(filled)
    if about.reach is not None:
        text_id = "with_conditional_forwarding" if about.reach == "conditional" else "with_forwarding"
        message = texts.get(text_id, message=message, code=values["code"])
    title = texts.first(f"{pattern}.title.{detail}", f"{pattern}.title")
    return _Words(title, message, [_advice(piece, values, texts) for piece in advice])


def _advice(piece: str, values: Mapping[str, str], texts: Texts) -> str:
    if piece == "call_police" and values["report"]:
        piece = "call_police.number"
    return texts.get(f"advice.{piece}").format_map(values)
