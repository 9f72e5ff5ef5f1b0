"""What a look at an installation has found, for people and for programs."""

from collections.abc import Iterator, Sequence

from guard_api.actions.operate.doctor import worst_of
from guard_api.actions.operate.finding import Finding
from guard_api.version import program_version


def doctor_answer(findings: Sequence[Finding]) -> dict[str, object]:
    """Return all findings and the worst verdict of them."""
    listed = [
        {"check": one.check, "verdict": one.verdict, "text": one.text, "remedy": one.remedy or None} for one in findings
    ]
    return {"verdict": worst_of(findings), "version": program_version(), "findings": listed}


def doctor_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a line for each finding, with the remedy under it."""
    for one in findings:
        yield f"{one.verdict:<8}  {one.check:<11}  {one.text}"
        if one.remedy:
            yield f"{'':21}  -> {one.remedy}"
