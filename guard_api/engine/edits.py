"""What admins have made of the shipped policy: a value that is laid over it, checked, compared, and taken back."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.policy import Mode, Policy, Rule, Thresholds

HEAVIEST = 100
LONGEST = 24 * 60
"""Minutes of the widest window: nothing is remembered for longer than a day."""
THRESHOLDS = ""
"""Names the thresholds among what can be edited; the rest is named by patterns."""


class RuleEdit(Struct, frozen=True, omit_defaults=True):
    """How a pattern counts: `weight`, and `within` in minutes, are the pattern's own where they are None."""

    mode: Mode = Mode.ON
    weight: int | None = None
    within: int | None = None

    @property
    def faults(self) -> Mapping[str, list[str]]:
        """What cannot be, by field."""
        ranges = {"weight": (self.weight, 0, HEAVIEST), "within": (self.within, 1, LONGEST)}
        return {
            name: [f"Must be {least} to {most}."]
            for name, (value, least, most) in ranges.items()
            if value is not None and not least <= value <= most
        }


class PolicyEdits(Struct, frozen=True, omit_defaults=True):
    """What is not as it ships: rules by the ids of their patterns, and the thresholds, None: as they ship."""

    rules: Mapping[str, RuleEdit] = {}
    thresholds: Thresholds | None = None

    def of(self, subject: str) -> RuleEdit | Thresholds | None:
        """Return what is said of a pattern, or of the thresholds; None: nothing."""
        return self.thresholds if subject == THRESHOLDS else self.rules.get(subject)

    def with_edit(self, subject: str, edit: RuleEdit | Thresholds | None) -> "PolicyEdits":
        """Return the same where something else is said of one of them. What says nothing new is left out."""
        if isinstance(edit, Thresholds) or subject == THRESHOLDS:
            return replace(self, thresholds=None if edit == Thresholds() else edit)
        others = {name: edit for name, edit in self.rules.items() if name != subject}
        return replace(self, rules=others if edit in (None, RuleEdit()) else {**others, subject: edit})

    def changed_from(self, before: "PolicyEdits") -> tuple[str, ...]:
        """Return of what something else is said than before."""
        subjects = [*sorted({*self.rules, *before.rules}), THRESHOLDS]
        return tuple(subject for subject in subjects if self.of(subject) != before.of(subject))


def faults_of(thresholds: Thresholds) -> Mapping[str, list[str]]:
    """Return what cannot be of thresholds: they rise from 1 to 100."""
    rising = (0, thresholds.notice, thresholds.warning, thresholds.critical, HEAVIEST + 1)
    if all(lower < higher for lower, higher in pairwise(rising)):
        return {}
    return {"thresholds": [f"Must rise: notice, warning, critical, from 1 to {HEAVIEST}."]}


def edited(policy: Policy, edits: PolicyEdits) -> Policy:
    """Return a policy with edits laid over it; those of patterns that there are not any more say nothing."""
    rules = tuple(
        _edited(rule, edits.rules[rule.pattern.id]) if rule.pattern.id in edits.rules else rule for rule in policy.rules
    )
    return replace(policy, rules=rules, thresholds=edits.thresholds or policy.thresholds)


def _edited(rule: Rule, edit: RuleEdit) -> Rule:
    within = None if edit.within is None else timedelta(minutes=edit.within)
    return Rule(rule.pattern, edit.mode, edit.weight, within)
