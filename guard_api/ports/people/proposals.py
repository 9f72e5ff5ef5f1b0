"""What actions need of changes that wait for a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from guard_api.lists.change import Author


@dataclass(frozen=True, slots=True)
class Proposal:
    """A large removal or replacement that somebody wants; `count` is how many entries it takes away."""

    id: int
    kind: str
    arguments: Mapping[str, Any]
    count: int
    who: str
    at: datetime
    why: str


class Proposals(Protocol):
    """What waits for a second person. All raise StoreUnavailable."""

    def add(self, kind: str, arguments: Mapping[str, Any], count: int, by: Author) -> Proposal:
        """Have something wait."""
        ...

    def find(self, proposal_id: int) -> Proposal | None:
        """Find what waits."""
        ...

    def list(self) -> Sequence[Proposal]:
        """List what waits, the oldest first."""
        ...

    def take(self, proposal_id: int, by: Author | None = None) -> bool:
        """Have something wait no more; False where it does not. The audit trail tells of `by`, who withdraws it."""
        ...
