"""The audit trail: changes of the lists, and in between what else admins have done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from guard_api.lists.change import ActKind, Change, Step
from guard_api.lists.entry import EntryKey, ListName


@dataclass(frozen=True, slots=True)
class Act:
    """What an admin did that changes no list. `about` names what it was done to; None: it was not there, or is not."""

    step: Step
    at: datetime
    who: str
    what: ActKind
    why: str
    about: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class TrailSearch:
    """What of the trail is looked for: `who` is a part of a name, `what` a kind of change or act.

    With `list` or `entry` there are changes of lists only. `begin` and `end` are moments, both of them within.
    """

    who: str = ""
    what: str = ""
    list: ListName | None = None
    entry: EntryKey | None = None
    begin: datetime | None = None
    end: datetime | None = None


ALL_DONE = TrailSearch()


class Trail(Protocol):
    """What was done, by whom, when and why."""

    def list(self, before: Step, limit: int, search: TrailSearch = ALL_DONE) -> Sequence[Change | Act]:
        """Give what was done before a step, newest first."""
        ...
