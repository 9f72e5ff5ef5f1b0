"""Patterns, policies and back-tests, for admins."""

from collections.abc import Mapping
from datetime import timedelta

from msgspec import to_builtins

from guard_api.actions.pages import Paged
from guard_api.actions.tuning.calibrate import Calibration
from guard_api.actions.tuning.policies import TunedPattern, TunedPolicy
from guard_api.engine.backtests.backtest import Compared, Report, Share, Verdict
from guard_api.engine.edits import PolicyEdits
from guard_api.json import encode
from guard_api.ports.backtests import Backtest
from guard_api.ports.policy import PolicyVersion
from guard_api.presenters.pages import page_answer

_MOST_LISTED = 1000
"""Cases that change which a report names; it counts all."""


def pattern_answer(tuned: TunedPattern) -> dict[str, object]:
    """Return a pattern as it counts, and as it ships."""
    rule, own = tuned.rule, tuned.rule.pattern
    pattern = rule.tuned
    return {
        "id": own.id,
        "routine": own.routine,
        "summary": tuned.summary,
        "mode": rule.mode,
        "weight": pattern.weight,
        "within": _minutes(pattern.within),
        "shipped": {"mode": "on", "weight": own.weight, "within": _minutes(own.within)},
        "edited": tuned.is_edited,
        "subsumes": own.subsumes,
    }


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def policy_answer(tuned: TunedPolicy) -> dict[str, object]:
    """Return the policy as a whole."""
    return {
        "revision": tuned.policy.revision,
        "version": tuned.version,
        "thresholds": to_builtins(tuned.policy.thresholds),
    }


def versions_answer(page: Paged[PolicyVersion, int]) -> dict[str, object]:
    """Return a page of what was made of the policy."""
    return page_answer("versions", page, version_answer)


def version_answer(made: PolicyVersion) -> dict[str, object]:
    """Return what one version changed."""
    return {
        "version": made.version,
        "at": made.at,
        "who": made.who,
        "why": made.why,
        "reverts": made.reverts,
        "changes": [
            {
                "about": subject or "thresholds",
                "before": to_builtins(made.before.of(subject)),
                "after": to_builtins(made.edits.of(subject)),
            }
            for subject in made.edits.changed_from(made.before)
        ],
    }


def edits_answer(edits: PolicyEdits) -> Mapping[str, object]:
    """Return what is not as it ships."""
    return {
        "patterns": {name: to_builtins(edit) for name, edit in edits.rules.items()},
        "thresholds": to_builtins(edits.thresholds),
    }


def backtest_answer(tried: Backtest) -> dict[str, object]:
    """Return a back-test, and what came of it."""
    return {
        "id": tried.id,
        "state": tried.state,
        "at": tried.at,
        "who": tried.who,
        "why": tried.why,
        "policy": edits_answer(tried.edits),
        "finished_at": tried.finished_at,
        "reason": tried.reason,
        "result": tried.result,
    }


def calibration_answer(known: Calibration) -> dict[str, object]:
    """Return what scores and levels have meant."""
    return {
        "steps": [
            {
                "begin": step.begin,
                "end": step.end,
                "value": round(step.probability, 4),
                "low": round(step.interval[0], 4),
                "high": round(step.interval[1], 4),
                "n": step.n,
            }
            for step in known.steps
        ],
        "levels": [{"level": level, "share": _share(Share(*counts))} for level, counts in known.levels.items()],
    }


def report_written(report: Report) -> bytes:
    """Write a report as it is answered later."""
    return encode(report_answer(report))


def report_answer(report: Report, most: int = _MOST_LISTED) -> dict[str, object]:
    """Return what two policies make of cases."""
    return {
        "cases": report.cases,
        "frauds": report.frauds,
        "harmless": report.harmless,
        "levels": [
            {"of": kind, "level": level, "before": before, "after": after}
            for kind, levels in report.levels.items()
            for level, (before, after) in levels.items()
        ],
        "patterns": [
            {"pattern": name, "before": before, "after": after} for name, (before, after) in report.patterns.items()
        ],
        "recall": _both(report.recall),
        "false_warnings": _both(report.false_warnings),
        "lead_minutes": {"before": _rounded(report.leads[0]), "after": _rounded(report.leads[1])},
        "won": {"cases": report.won, "minutes": _rounded(report.minutes_won)},
        "lost": {"cases": report.lost, "minutes": _rounded(report.minutes_lost)},
        "changing": len(report.changed),
        "changed": [_changed(one) for one in report.changed[:most]],
    }


def _both(shares: tuple[Share, Share]) -> dict[str, object]:
    return {name: _share(share) for name, share in zip(("before", "after"), shares, strict=True)}


def _share(share: Share) -> dict[str, object]:
    low, high = share.interval
    value = round(share.hits / share.of, 4) if share.of else None
    return {"hits": share.hits, "of": share.of, "share": value, "low": round(low, 4), "high": round(high, 4)}


def _changed(one: Compared) -> dict[str, object]:
    return {
        "id": one.id,
        "fraud": one.fraud,
        "before": _verdict(one.before),
        "after": _verdict(one.after),
        "course": [{**to_builtins(stage), "minute": round(stage.minute, 1)} for stage in one.course],
    }


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {"level": verdict.level, "patterns": sorted(verdict.patterns), "lead_minutes": _rounded(verdict.lead)}


def _rounded(minutes: float | None) -> float | None:
    return round(minutes, 1) if minutes is not None else None
