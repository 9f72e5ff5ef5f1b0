"""Findings put into words: what to do first, what happened, and why we think so."""

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


class Wording:
    """The words for one verdict in one language."""

    def __init__(self, checked: Checked, situation: Situation, texts: Texts) -> None:
        """Gather once what all sentences may need."""
        self._checked = checked
        self._texts = texts
        self._directory = checked.reference.directory
        self._now = situation.now
        self._values = {
            "number": situation.verify or "",
            "report": situation.report or "",
            "code": texts.get("or").join(situation.codes[:_CODES_IN_WORDS]),
        }

    def warnings(self) -> list[dict[str, object]]:
        """Give all warnings, heaviest first; one of them says what forwarding means while it is on."""
        findings = self._checked.verdict.findings
        warnings = [self._warning(finding) for finding in findings]
        if warnings and Now.FORWARDING in self._now:
            telling = next((w for w in warnings if w["pattern"] in _FORWARDING_PATTERNS), warnings[0])
            telling["message"] = self._with_forwarding(str(telling["message"]))
        return warnings

    def _with_forwarding(self, message: str) -> str:
        reach = self._checked.verdict.scene.of((Kind.FORWARDING_ON,))[-1].detail
        text_id = "with_conditional_forwarding" if reach == "conditional" else "with_forwarding"
        return self._texts.get(text_id, message=message, code=self._values["code"])

    def _warning(self, finding: Finding) -> dict[str, object]:
        pattern, level, texts = finding.pattern, finding.level, self._texts
        telling = next((s for s in finding.evidence if s.kind is pattern.graded_by), finding.evidence[0])
        advice = advice_for(pattern.id, self._now, notice=level is Level.NOTICE)
        filled = {
            **self._values,
            "first": texts.get(f"first.{advice[0]}"),
            "domain": telling.subject or "",
            "organization": name_of(self._organization_of(telling), self._directory, texts),
            "category": texts.first(f"category.{telling.detail}", "category.other"),
        }
        return {
            "pattern": pattern.id,
            "routine": pattern.routine or None,
            "level": level,
            "title": texts.first(f"{pattern.id}.title.{telling.detail}", f"{pattern.id}.title"),
            "message": texts.first(f"{pattern.id}.message.{telling.detail}", f"{pattern.id}.message").format_map(
                filled
            ),
            "advice": [self._advice(piece) for piece in advice],
            "evidence": [_evidence(signal) for signal in finding.evidence],
        }

    def _organization_of(self, telling: Signal) -> str | None:
        if telling.kind is not Kind.FRAUD_LINK:
            return telling.subject
        links = (o for o in self._checked.timeline if isinstance(o, LinkSeen) and o.domain == telling.subject)
        return next((link.organization for link in links if link.organization is not None), None)

    def _advice(self, piece: str) -> str:
        if piece == "call_police" and self._values["report"]:
            piece = "call_police.number"
        return self._texts.get(f"advice.{piece}").format_map(self._values)


def _evidence(signal: Signal) -> dict[str, object]:
    return {"signal": signal.kind, "since": signal.since, "until": None if signal.ongoing else signal.end}
