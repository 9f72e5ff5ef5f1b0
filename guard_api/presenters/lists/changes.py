"""The audit trail, as every face shows it."""

from collections.abc import Mapping

from guard_api.actions.lists.history import ChangeDetails, DescribedChange, Preview
from guard_api.actions.pages import Paged
from guard_api.lists.change import Step, as_hex
from guard_api.lists.entry import Entry
from guard_api.lists.rules import WayBack
from guard_api.ports.lists.lists import EntryDiff
from guard_api.ports.lists.trail import Act
from guard_api.presenters.pages import page_answer

_OUTCOMES = {WayBack.RETURNS: "restored", WayBack.GOES: "removed_again", WayBack.STAYS: "left_alone"}
_COUNTS = ("added", "updated", "removed", "skipped")


def changes_answer(page: Paged[DescribedChange | Act, Step]) -> dict[str, object]:
    """Return a page of what was done."""
    return page_answer("changes", page, lambda one: _act(one) if isinstance(one, Act) else change_answer(one))


def change_answer(described: DescribedChange) -> dict[str, object]:
    """Return a change; one of a single entry says what was said of it before and after."""
    change, only = described.change, described.only
    return {
        "revision": change.revision,
        "at": change.at,
        "who": change.who,
        "what": change.what,
        "why": change.why,
        "list": change.list,
        "reverts": change.reverts,
        "added": change.added,
        "updated": change.updated,
        "removed": change.removed,
        "skipped": change.skipped,
        "count": change.count,
        "checksum": as_hex(change.checksum),
        "about": only.key.id if only is not None else None,
        "before": _fields(only.before) if only is not None else None,
        "after": _fields(only.after) if only is not None else None,
    }


def change_details_answer(details: ChangeDetails) -> dict[str, object]:
    """Return a change and a page of what it made of entries."""
    return {**change_answer(details.described), **page_answer("entries", details.entries, _diff)}


def preview_answer(preview: Preview) -> dict[str, object]:
    """Return what taking a change back would come to."""
    entries = [{**_diff(one), "outcome": _OUTCOMES[way]} for one, way in preview.entries]
    counts = {"restored": preview.returning, "removed_again": preview.going, "left_alone": preview.staying}
    whole = len(entries) == preview.described.change.touched
    return {"revision": preview.described.change.revision, "complete": whole, **counts, "entries": entries}


def _diff(one: EntryDiff) -> dict[str, object]:
    return {"id": one.key.id, "before": _fields(one.before), "after": _fields(one.after)}


def _act(act: Act) -> dict[str, object]:
    return {
        "revision": None,
        "at": act.at,
        "who": act.who,
        "what": act.what,
        "why": act.why,
        "list": None,
        "reverts": None,
        **dict.fromkeys(_COUNTS, 0),
        "count": None,
        "checksum": None,
        "about": act.about,
        "before": act.before,
        "after": act.after,
    }


def _fields(entry: Entry | None) -> Mapping[str, object] | None:
    return entry.fields() if entry is not None else None
