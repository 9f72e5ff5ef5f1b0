"""Admins tune the policy: looked at, changed within bounds, played against what must always hold, and taken back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from guard_api.actions.pages import Paged, page_of
from guard_api.engine.backtests.replay import replay
from guard_api.engine.edits import THRESHOLDS, PolicyEdits, RuleEdit, faults_of
from guard_api.engine.policy import Level, Mode, Policy, Rule, Thresholds
from guard_api.errors import Conflict, Forbidden, Invalid, NotFound
from guard_api.lists.change import Author
from guard_api.patterns.article import FLOOR
from guard_api.ports import Scope, Services
from guard_api.ports.policy import Edit, PolicyVersion, pattern_summaries, shipped_patterns

_LIFE = timedelta(hours=2)
_RANK = {level: rank for rank, level in enumerate(Level)}
SubjectEdit = RuleEdit | Thresholds | None
"""What is said of a pattern or of the thresholds; None: nothing, they are as they ship."""
_PATTERNS = shipped_patterns()


class TunedPattern(Struct, frozen=True):
    """A pattern as it counts now, beside what ships, and what it is for."""

    rule: Rule
    summary: str

    @property
    def is_edited(self) -> bool:
        """Whether it is not as it ships."""
        return self.rule != Rule(self.rule.pattern)


class TunedPolicy(Struct, frozen=True):
    """The policy in force: its revision, the version of its edits, 0: as it ships; and its thresholds."""

    policy: Policy
    version: int


def list_patterns(services: Services) -> Sequence[TunedPattern]:
    """Return all patterns."""
    known = pattern_summaries()
    return [TunedPattern(rule, known[rule.pattern.id]) for rule in services.policy.current().rules]


def show_pattern(services: Services, name: str) -> TunedPattern:
    """Return a pattern. Raises NotFound."""
    _known(name)
    return next(one for one in list_patterns(services) if one.rule.pattern.id == name)


def show_policy(services: Services) -> TunedPolicy:
    """Return the policy in force."""
    newest = services.policy.history(None, 1)
    return TunedPolicy(services.policy.with_edits(services.policy.edits()), newest[0].version if newest else 0)


def edits_in_force(services: Services) -> PolicyEdits:
    """Return what is not as it ships."""
    return services.policy.edits()


def policy_with(services: Services, edits: PolicyEdits) -> Policy:
    """Return the policy as it would be with these edits."""
    return services.policy.with_edits(edits)


def list_versions(services: Services, before: int | None, limit: int) -> Paged[PolicyVersion, int]:
    """Return a page of what was made of the policy, newest first."""
    return page_of(services.policy.history(before, limit), limit, lambda one: one.version)


def edit_pattern(
    services: Services, name: str, changes: Mapping[str, object], author: Author, *, force: bool = False
) -> TunedPattern:
    """Have a pattern count otherwise: what `changes` names, of mode, weight and within.

    Raises NotFound, Invalid, and Conflict where what must hold would not.
    """
    services.policy.change(_on_the_floor(services, pattern_edit(name, changes), force=force), author)
    return show_pattern(services, name)


def pattern_edit(name: str, changes: Mapping[str, object]) -> Edit:
    """Give what has a pattern count otherwise, which raises Invalid. Raises NotFound."""
    _known(name)

    def edit(edits: PolicyEdits) -> PolicyEdits:
        before = edits.rules.get(name, RuleEdit())
        made = replace(before, **changes)
        _refuse(made.faults)
        return edits.with_edit(name, _as_shipped(name, made))

    return edit


def edit_thresholds(
    services: Services, changes: Mapping[str, object], author: Author, *, force: bool = False
) -> TunedPolicy:
    """Have levels begin at other scores. Raises Invalid, Conflict."""
    services.policy.change(_on_the_floor(services, thresholds_edit(changes), force=force), author)
    return show_policy(services)


def thresholds_edit(changes: Mapping[str, object]) -> Edit:
    """Give what has levels begin at other scores, which raises Invalid."""

    def edit(edits: PolicyEdits) -> PolicyEdits:
        made = replace(edits.thresholds or Thresholds(), **changes)
        _refuse(faults_of(made))
        return edits.with_edit(THRESHOLDS, made)

    return edit


def take_back(services: Services, version: int, author: Author, *, force: bool = False) -> PolicyVersion:
    """Undo what one version has made, as a version of its own. Raises NotFound, Conflict where it was changed since."""
    edit = _taking_back(find_version(services, version))
    made = services.policy.change(_on_the_floor(services, edit, force=force), author, version)
    if made is None:
        raise Conflict(f"Version {version} changed nothing that stands.")
    return made


def find_version(services: Services, version: int) -> PolicyVersion:
    """Return what one version has made. Raises NotFound."""
    found = next((one for one in services.policy.history(version + 1, 1) if one.version == version), None)
    if found is None:
        raise NotFound("There is no such version of the policy.")
    return found


def preview_taking_back(services: Services, version: int) -> Mapping[str, tuple[SubjectEdit, SubjectEdit]]:
    """Return what taking a version back would make of each subject: now, and then. Raises NotFound, Conflict."""
    now = services.policy.edits()
    then = _taking_back(find_version(services, version))(now)
    return {subject: (now.of(subject), then.of(subject)) for subject in then.changed_from(now)}


def _taking_back(found: PolicyVersion) -> Edit:
    def edit(edits: PolicyEdits) -> PolicyEdits:
        for subject in found.edits.changed_from(found.before):
            if edits.of(subject) != found.edits.of(subject):
                what = f"the pattern {subject}" if subject != THRESHOLDS else "the thresholds"
                raise Conflict(f"Version {found.version} cannot be taken back: {what} was changed since.")
            edits = edits.with_edit(subject, found.before.of(subject))
        return edits

    return edit


def may_force(scope: Scope, *, force: bool) -> bool:
    """Return whether to go below the floor, which needs all of `admin`. Raises Forbidden."""
    if force and scope is not Scope.ADMIN:
        raise Forbidden(f"A key of the scope {scope} forces nothing; this needs {Scope.ADMIN}.")
    return force


def below_the_floor(policy: Policy) -> Mapping[str, list[str]]:
    """Return which of the cases that must hold do not, by name, and what they come to instead."""
    found = {}
    for name, (recording, level) in FLOOR.items():
        highest = max((decisions[0].level for decisions in replay(recording, [policy], _LIFE)), key=_RANK.__getitem__)
        if highest is not level:
            found[name] = [f"Must come to {level}; it would come to {highest}."]
    return found


def _on_the_floor(services: Services, edit: Edit, *, force: bool) -> Edit:
    def guarded(edits: PolicyEdits) -> PolicyEdits:
        made = edit(edits)
        failing = {} if force or made == edits else below_the_floor(services.policy.with_edits(made))
        if failing:
            raise Conflict(
                f"With this, a case that must hold does not: {', '.join(failing)}. Nothing was changed.", failing
            )
        return made

    return guarded


def _as_shipped(name: str, edit: RuleEdit) -> RuleEdit:
    """Say nothing of what is as the pattern has it by itself."""
    own = _PATTERNS[name]
    weight = None if edit.weight == own.weight else edit.weight
    within = None if edit.within is not None and timedelta(minutes=edit.within) == own.within else edit.within
    return RuleEdit(edit.mode, weight, within)


def _known(name: str) -> None:
    if name not in _PATTERNS:
        raise NotFound("There is no such pattern.")


def _refuse(faults: Mapping[str, list[str]]) -> None:
    if faults:
        why = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in faults.items())
        raise Invalid(f"The policy cannot be so. Nothing was changed. {why}", faults)


def edits_of(patterns: Mapping[str, Mapping[str, object]], thresholds: Mapping[str, int] | None) -> PolicyEdits:
    """Return edits as somebody has written them, to be tried. Raises Invalid."""
    faults: dict[str, Sequence[str]] = {}
    edits = PolicyEdits()
    for name, changes in patterns.items():
        if name not in _PATTERNS:
            faults[name] = ["There is no such pattern."]
            continue
        edit = RuleEdit(**{"mode": Mode.ON, **changes})  # type: ignore[arg-type] # read by a schema
        faults.update({f"{name}.{field}": texts for field, texts in edit.faults.items()})
        edits = edits.with_edit(name, _as_shipped(name, edit))
    made = replace(Thresholds(), **(thresholds or {}))
    faults.update(faults_of(made))
    if faults:
        raise Invalid("The policy cannot be so.", faults)
    return edits.with_edit(THRESHOLDS, made)
