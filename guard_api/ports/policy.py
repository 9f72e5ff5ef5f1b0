"""The policy that decisions go by: what ships, and what admins have made of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from guard_api.engine.edits import PolicyEdits
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Policy, policy_of
from guard_api.lists.change import Author
from guard_api.patterns import PATTERNS, summaries

Edit = Callable[[PolicyEdits], PolicyEdits]
"""What is to be made of edits as they stand. Raises what refuses it."""


class PolicyVersion(Struct, frozen=True):
    """What one change made of the policy. `reverts` is the version that it takes back; version 0 is what ships."""

    version: int
    at: datetime
    who: str
    why: str
    edits: PolicyEdits
    before: PolicyEdits = PolicyEdits()
    reverts: int | None = None


class Policies(Protocol):
    """The policy, and its history."""

    def current(self) -> Policy:
        """Return the policy in force: a change counts from the next look on, in every process. Never fails."""
        ...

    def in_force(self, moment: datetime) -> Policy:
        """Return the policy that was in force then. Raises StoreUnavailable."""
        ...

    def edits(self) -> PolicyEdits:
        """Return what is not as it ships. Raises StoreUnavailable."""
        ...

    def with_edits(self, edits: PolicyEdits) -> Policy:
        """Return the policy as it would be with other edits."""
        ...

    def change(self, edit: Edit, author: Author, reverts: int | None = None) -> PolicyVersion | None:
        """Put what `edit` makes of the edits in force, and say so in the audit trail; None: it is what stands."""
        ...

    def history(self, before: int | None, limit: int) -> Sequence[PolicyVersion]:
        """Return versions older than one, the newest first."""
        ...


def shipped_patterns() -> Mapping[str, Pattern]:
    """Return every pattern as its file has it, by its id."""
    return {pattern.id: pattern for pattern in PATTERNS}


def pattern_summaries() -> Mapping[str, str]:
    """Return in a line what each pattern is, by its id."""
    return summaries()


def shipped_policy(content: str = "") -> Policy:
    """Return the policy in which every pattern counts as its file has it; `content` names what texts are read by."""
    return policy_of(PATTERNS, content)
