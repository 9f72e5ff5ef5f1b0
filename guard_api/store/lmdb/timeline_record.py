"""The form in which the checks of one phone are kept: one value, which every check replaces by a longer one.

Servers of two versions may share the file. The checksum tells damage from what is only newer: what it is right for was
written by a server. A newer version may put more behind what a line has, and more fields, kinds and words into
observations. Such a line is kept as it is; what is not known of it is skipped when it is read.
"""

import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Raw, Struct, ValidationError, convert
from msgspec.json import Decoder, Encoder
from zlib_ng.zlib_ng import crc32

from guard_api.engine.observations import AnyObservation, StrangerBefore
from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord, Timeline
from guard_api.store.clock import MICROSECOND, from_micros, to_micros

MOST = 500
"""Checks of one phone that are kept: the newest. Two hours of a check every 15 seconds."""

_HEAD = struct.Struct(">Iqq")
"""How many checks there are, and when the first and the last of them were received: what most writes need to know."""
_SUM_BYTES = 8
"""Behind the head: the CRC-32 of all the rest, in letters. What a bad disk has made of a call must not pass for it."""
_NEVER = -1 << 63


class Unreadable(StoreUnavailable):
    """What is kept is damaged."""


DAMAGE = (ValueError, OverflowError, struct.error)
"""What comes of reading values that cannot be."""


def unreadable(error: Exception) -> Unreadable:
    """Say that a timeline is damaged, and nothing of what it holds."""
    return Unreadable(f"a timeline cannot be read: {type(error).__name__}")


class Check(Struct, array_like=True, frozen=True):
    """A check as it is kept, a line of JSON. Times in microseconds since 1970."""

    received_at: int
    at: int
    request_id: str | None
    observations: tuple[AnyObservation, ...]
    digest: int | None = None
    """Lines of before have none."""

    @classmethod
    def of(cls, entry: CheckRecord, received_at: int) -> "Check":
        """Give an entry as it is kept."""
        return cls(received_at, to_micros(entry.at), entry.request_id, tuple(entry.observations), entry.digest)

    @property
    def entry(self) -> CheckRecord:
        """What was recorded."""
        received_at, at = from_micros(self.received_at), from_micros(self.at)
        return CheckRecord(received_at, at, self.observations, self.request_id, self.digest)


class _Frame(Struct, array_like=True, frozen=True):
    """A line of which some observations may be of kinds, or say words, that only a newer version knows."""

    received_at: int
    at: int
    request_id: str | None
    observations: tuple[Raw, ...]
    digest: int | None = None

    @property
    def check(self) -> Check:
        """The check, with the observations that are known."""
        return Check(self.received_at, self.at, self.request_id, tuple(self._known()), self.digest)

    def _known(self) -> Iterator[AnyObservation]:
        for one in self.observations:
            with suppress(ValidationError):
                yield _observation_decoder.decode(one)


class _Received(Struct, array_like=True, frozen=True):
    """What a line begins with: to know what has expired, the rest of it need not be read."""

    received_at: int


class StoredTimeline(Struct, frozen=True):
    """The checks of one phone, in the order in which they were received."""

    checks: int = 0
    first: int = _NEVER
    last: int = _NEVER
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
        if value[_HEAD.size : _HEAD.size + _SUM_BYTES] != _sum(value[: _HEAD.size], lines) or first > last:
            raise Unreadable("a timeline cannot be read: its checksum is another")
        return cls(checks, first, last, lines)

    def value(self) -> bytes:
        """Write what `of` reads."""
        head = _HEAD.pack(self.checks, self.first, self.last)
        return head + _sum(head, self.lines) + self.lines

    def read(self) -> list[Check]:
        """Read the lines: a check for each of them. Raises Unreadable."""
        try:
            return _decoder.decode_lines(self.lines)
        except ValidationError:
            return self._read_known()
        except DAMAGE as error:
            raise unreadable(error) from error

    def _read_known(self) -> list[Check]:
        try:
            return [frame.check for frame in _frame_decoder.decode_lines(self.lines)]
        except DAMAGE as error:
            raise unreadable(error) from error

    def read_up_to(self, request_id: str) -> list[Check] | None:
        """Give the checks up to the one with this request id, None when there is none. Raises Unreadable."""
        if _encoder.encode(request_id) not in self.lines:
            return None
        checks = self.read()
        for place, check in enumerate(checks, 1):
            if check.request_id == request_id:
                return checks[:place]
        return None

    def appended(self, check: Check) -> "StoredTimeline":
        """Give the same and a check after it."""
        first = self.first if self.checks else check.received_at
        return StoredTimeline(self.checks + 1, first, check.received_at, self.lines + _encoder.encode(check) + b"\n")

    def trimmed(self, oldest: int, most: int = MOST) -> "StoredTimeline":
        """Leave out what has expired, and what is more than so many checks. Raises Unreadable."""
        if self.first > oldest and self.checks <= most:
            return self
        if self.last <= oldest:
            return NOTHING
        lines = self.lines.splitlines(keepends=True)
        for gone in range(max(len(lines) - most, 0), len(lines)):
            received = _received_at(lines[gone])
            if received > oldest:
                return StoredTimeline(len(lines) - gone, received, self.last, b"".join(lines[gone:]))
        return NOTHING

    def set_back(self, now: int) -> "StoredTimeline":
        """Give the same as if all had been received before `now`, in the same order: a clock was ahead and is right.

        What was received by then stays; the rest comes as close to it as it must. Raises Unreadable, OverflowError.
        """
        ahead, lines = self.last - now + 1, []
        times: list[int] = []
        for line, check in zip(self.lines.splitlines(), self.read(), strict=True):
            received = check.received_at
            if received >= now:
                received = max(received - ahead, times[-1] + 1 if times else _NEVER)
            times.append(received)
            lines.append(_moved(line, received - check.received_at))
        if not times:
            return NOTHING
        return StoredTimeline(len(times), times[0], times[-1], b"\n".join([*lines, b""]))


def _received_at(line: bytes) -> int:
    try:
        return _received_decoder.decode(line).received_at
    except DAMAGE as error:
        raise unreadable(error) from error


def _moved(line: bytes, micros: int) -> bytes:
    """Give a line as if all that it tells had happened so much later. What only a newer version knows goes along."""
    if micros == 0:
        return line
    received_at, at, request_id, observations, *more = _any_decoder.decode(line)
    for one in observations:
        with suppress(ValidationError, LookupError, TypeError):
            one["at"] = convert(one["at"], _Moment) + micros * MICROSECOND
    return _encoder.encode([received_at + micros, at + micros, request_id, observations, *more])


def _sum(head: bytes, lines: bytes) -> bytes:
    return b"%08x" % crc32(lines, crc32(head))


NOTHING = StoredTimeline()
_encoder = Encoder()
_decoder = Decoder(Check)
_frame_decoder = Decoder(_Frame)
_observation_decoder = Decoder(AnyObservation)
_received_decoder = Decoder(_Received)
_any_decoder: Decoder[Any] = Decoder()
_Moment = Annotated[datetime, Meta(tz=True)]


def timeline_of(checks: Sequence[Check], stranger: StrangerBefore | None = None) -> Timeline:
    """Give what checks told, behind what is remembered from before, and the newest time that they told of."""
    if not checks:
        return past_of(checks, stranger)
    *earlier, last = checks
    return past_of(earlier, stranger).followed_by(last.entry)


def past_of(checks: Sequence[Check], stranger: StrangerBefore | None) -> Timeline:
    """Give the same to be followed by one more check: what was known before the last of these is not asked then."""
    before: Sequence[AnyObservation] = () if stranger is None else (stranger,)
    if not checks:
        return Timeline(before)
    observations = [*before, *[one for check in checks for one in check.observations]]
    return Timeline(observations, from_micros(max([check.at for check in checks])))
