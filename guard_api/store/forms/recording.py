"""What a check makes of what is kept of its phone: the same, whatever keeps it."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.timelines.timeline import grown
from guard_api.ports import CheckRecord, RecordedCheck, Timeline
from guard_api.store.clock import MICROSECOND, from_micros, to_micros
from guard_api.store.forms.timeline_lines import Line
from guard_api.store.forms.timeline_record import MOST, Contents, StoredTimeline, timeline_of, timeline_with

SET_BACK = timedelta(minutes=30) // MICROSECOND
"""How far a clock may be set back before what came last counts as told just now: else it would stay the newest."""


def is_ahead(kept: StoredTimeline, arrived: int) -> bool:
    """Return whether a timeline is of a time that is not yet, so that it has to be set back first."""
    return kept.last > arrived + SET_BACK


class Recording(Struct, frozen=True):
    """What is to be kept from now on, None: what there is; and how to tell what was known with the check."""

    kept: StoredTimeline | None
    entry: CheckRecord
    known: Contents
    before: int | None = None
    same: Line | None = None

    @property
    def recorded(self) -> RecordedCheck:
        """Return the check as recorded, or the earlier one with its request id."""
        if self.same is not None:
            return RecordedCheck(self.same.repeated(self.entry), timeline_with(self.same, self.known))
        return RecordedCheck(self.entry, timeline_of(self.known, self.before))


def recording(kept: StoredTimeline, entry: CheckRecord, life: timedelta) -> Recording:
    """Append a check to what is kept, unless its request id stands there already. Raises Unreadable."""
    arrived = to_micros(entry.received_at)
    oldest = arrived - life // MICROSECOND
    known = kept.contents(oldest, MOST - 1)
    if kept.last <= oldest:
        known = Contents(grown(known.observations, (), entry.received_at, life), unknown=known.unknown)
    same = known.find(entry.request_id) if entry.request_id is not None else None
    if same is not None:
        return Recording(None, entry, known, same=same)
    # A received_at of its own, even for two checks in one microsecond or a clock set back.
    received = max(arrived, kept.last + 1)
    before, known = known.newest, known.followed_by(entry, received)
    as_of = from_micros(known.newest or 0)
    known = replace(known, observations=grown(known.observations, entry.observations, as_of, life))
    stored = known.stored(kept.first if kept.checks else received, received)
    recorded = entry if received == arrived else replace(entry, received_at=from_micros(received))
    return Recording(stored, recorded, known, before)


def timeline_at(kept: StoredTimeline, now: datetime, life: timedelta) -> Timeline:
    """Return a timeline as it stands. Raises Unreadable."""
    oldest = to_micros(now - life)
    known = kept.contents(oldest)
    newest = known.newest if kept.last > oldest else None
    return timeline_of(replace(known, observations=grown(known.observations, (), now, life), newest=newest))
