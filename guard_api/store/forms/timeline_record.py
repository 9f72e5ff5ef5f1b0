"""The form in which a phone's timeline is kept: one value, of lines of JSON, which every check replaces.

The first line is what was observed, folded; behind it is a line for each check that has a request id. Servers of two
versions may share the file. The checksum tells damage from what is only newer: what it is right for was written by a
server. A newer version may put more behind what a line has, and more kinds and words into observations, which are kept
as they are. A line of observations that is not the first, as another version writes them, is read, and kept as it is.
"""

import struct
from datetime import timedelta
from typing import Any

from msgspec import Raw, Struct
from msgspec.structs import replace
from zlib_ng.zlib_ng import crc32

from guard_api.engine.folding import Folded, up_to
from guard_api.engine.observations import AnyObservation
from guard_api.engine.timelines.timeline import forgotten_at
from guard_api.ports import CheckRecord, Timeline
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.forms.timeline_lines import (
    FOLDED,
    NEVER,
    Frame,
    Line,
    Unreadable,
    encode,
    folded_back,
    is_folded,
    last_reported,
    read,
    received_at,
    shifted,
    trimmed,
    unreadable,
)

MOST = 500
"""Lines that are kept behind the first: the newest."""

_HEAD = struct.Struct(">Iqq")
"""How many lines there are, when the purge has to come for the first time, and when the last check was received."""
_SUM_BYTES = 8
"""Behind the head: the CRC-32 of all the rest, in letters. What a bad disk has made of a call must not pass for it."""
_OBSERVES = b'"is":"'
"""What only observations have: in an id, quotes are escaped."""


class StoredTimeline(Struct, frozen=True):
    """The lines of one phone: what was observed, and then its checks in the order in which they were received.

    `first` is the time under which the purge finds it, `last` when the last check was received.
    """

    checks: int = 0
    first: int = NEVER
    last: int = NEVER
    lines: bytes = b""

    @classmethod
    def of(cls, value: bytes | None) -> "StoredTimeline":
        """Read a value, whose lines are read when they are needed. Raises Unreadable."""
        if value is None:
            return NOTHING
        try:
            checks, first, last = _HEAD.unpack_from(value)
        except struct.error as error:
            raise unreadable(error) from error
        lines = value[_HEAD.size + _SUM_BYTES :]
        if value[_HEAD.size : _HEAD.size + _SUM_BYTES] != _sum(value[: _HEAD.size], lines):
            raise Unreadable("a timeline cannot be read: its checksum is another")
        return cls(checks, first, last, lines)

    def value(self) -> bytes:
        """Write what `of` reads."""
        head = _HEAD.pack(self.checks, self.first, self.last)
        return head + _sum(head, self.lines) + self.lines

    def contents(self, oldest: int, most: int = MOST) -> "Contents":
        """Read it, without checks that were received at `oldest` or before, or are too many. Raises Unreadable."""
        others, count = self.lines, self.checks
        folded = b""
        if is_folded(others):
            end = others.index(b"\n") + 1
            folded, others, count = others[:end], others[end:], count - 1
        others, count = trimmed(others, count, oldest, most)
        if folded:
            [line], unknown = read(folded)
            lasting = tuple([one for one in unknown if last_reported(one) > oldest])
            return Contents(Folded(line.observations), others, count, line.at, lasting)
        newest = max([line.at for line in read(others)[0]], default=None)
        return Contents(Folded(), others, count, newest)

    def set_back(self, now: int) -> "StoredTimeline":
        """Give the same as if all had been received before `now`, in the same order: a clock was ahead and is right.

        What was received by then stays; the rest comes as close to it as it must. Raises Unreadable, OverflowError.
        """
        ahead, lines = self.last - now + 1, []
        times: list[int] = []
        for line in self.lines.splitlines():
            if is_folded(line):
                lines.append(folded_back(line, now, ahead))
                continue
            received = received_at(line)
            moved = received if received < now else max(received - ahead, times[-1] + 1 if times else NEVER)
            times.append(moved)
            lines.append(shifted(line, moved - received))
        if not lines:
            return NOTHING
        last = max([now - 1, *times])
        return StoredTimeline(len(lines), min([last, *times]), last, b"\n".join([*lines, b""]))


class Contents(Struct, frozen=True):
    """What is kept of a phone: what was observed, `others`, which are `count` lines, and the `newest` time told of.

    `unknown` is what only a newer version knows.
    """

    observations: Folded
    others: bytes = b""
    count: int = 0
    newest: int | None = None
    unknown: tuple[Raw, ...] = ()

    @property
    def elsewhere(self) -> list[AnyObservation]:
        """What the lines of other versions tell, as far as it is known. Raises Unreadable."""
        if _OBSERVES not in self.others:
            return []
        return [one for line in read(self.others)[0] for one in line.observations]

    def find(self, request_id: str) -> Line | None:
        """Return the line of the check with this request id, None when there is none. Raises Unreadable."""
        name = encode(request_id)
        if name not in self.others:
            return None
        near = b"".join(line for line in self.others.splitlines(keepends=True) if name in line)
        return next((line for line in read(near)[0] if line.request_id == request_id), None)

    def followed_by(self, entry: CheckRecord, received: int) -> "Contents":
        """Return the same after a check, but for what it tells."""
        at = to_micros(entry.at)
        newest = at if self.newest is None else max(self.newest, at)
        if entry.request_id is None:
            return replace(self, newest=newest)
        line = Line(received, at, entry.request_id, (), entry.digest, self.newest)
        return replace(self, newest=newest, others=self.others + encode(line) + b"\n", count=self.count + 1)

    def oldest(self, life: timedelta, received: int | None) -> int | None:
        """Return when the first of it was told, so that it expires `life` later; None: there is nothing."""
        moments = [to_micros(forgotten_at(one, life) - life) for one in self.observations]
        if self.others:
            moments.append(received_at(self.others[: self.others.index(b"\n")]))
        return min(moments, default=received)

    def stored(self, first: int, last: int) -> StoredTimeline:
        """Return it as it is kept."""
        observed: tuple[Any, ...] = tuple(self.observations)
        line: object = Line(last, self.newest or 0, FOLDED, observed)
        if self.unknown:
            line = Frame(last, self.newest or 0, FOLDED, (*map(Raw, map(encode, observed)), *self.unknown))
        return StoredTimeline(self.count + 1, first, last, encode(line) + b"\n" + self.others)


def _sum(head: bytes, lines: bytes) -> bytes:
    return b"%08x" % crc32(lines, crc32(head))


NOTHING = StoredTimeline()


def timeline_with(line: Line, contents: Contents) -> Timeline:
    """Give what was known with the check of a line."""
    before = None if line.before is None else from_micros(line.before)
    as_of = from_micros(max(line.at, line.at if line.before is None else line.before))
    return Timeline(up_to([*contents.observations, *contents.elsewhere], as_of), as_of, before)


def timeline_of(contents: Contents, before: int | None = None) -> Timeline:
    """Give all that is kept; `before` is the newest time that was told of before the last check."""
    elsewhere = contents.elsewhere
    observations = [*contents.observations, *elsewhere] if elsewhere else contents.observations
    as_of, previous = (None if moment is None else from_micros(moment) for moment in (contents.newest, before))
    return Timeline(observations, as_of, previous)
