"""Phones that enrol, and what is kept of their checks."""

from guard_api.actions.checks.check_call import Assessment
from guard_api.numbers.caller_id import masked
from guard_api.ports import Device


def enrolled_answer(device: Device, key: str) -> dict[str, object]:
    """Return a phone and its key, this once."""
    return {"device_id": device.id, "key": key}


def check_facts(assessment: Assessment, caller: str | None) -> dict[str, object]:
    """Return what the log keeps of a check: a part of the caller's number, and nothing else of what was told."""
    decision = assessment.decision
    return {
        "check": assessment.check_id,
        "verdict": decision.level,
        "patterns": [match.pattern.id for match in decision.matches],
        "caller": masked(caller or ""),
        "degraded": assessment.degraded,
    }
