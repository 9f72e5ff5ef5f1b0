"""The form in which a phone's timeline is kept: one value, of lines of JSON, which every check replaces.

The first line is what was observed, folded; behind it is a line for each check that has a request id. Servers of two
versions may share the file. The checksum tells damage from what is only newer: what it is right for was written by a
server. A newer version may put more behind what a line has, and more kinds and words into observations, which are kept
as they are. A line of observations that is not the first, as another version writes them, is read, and kept as it is.
"""

import struct
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta, Raw, Struct, ValidationError, convert
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace
from zlib_ng.zlib_ng import crc32

from guard_api.engine.folding import Folded, up_to
from guard_api.engine.observations import AnyObservation
from guard_api.engine.timeline import forgotten_at
from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord, Timeline
from guard_api.store.clock import MICROSECOND, from_micros, to_micros

MOST = 500
"""Lines that are kept behind the first: the newest."""

_HEAD = struct.Struct(">Iqq")
"""How many lines there are, when the purge has to come for the first time, and when the last check was received."""
_SUM_BYTES = 8
"""Behind the head: the CRC-32 of all the rest, in letters. What a bad disk has made of a call must not pass for it."""
_NEVER = -1 << 63
_FOLDED = ""
"""In the place of the request id of the first line."""
_IS_FOLDED, _OBSERVES = b',"",', b'"is":"'
"""What only the first line has near its beginning, and what only observations have: in an id, quotes are escaped."""
_BEGINNING = 64


class Unreadable(StoreUnavailable):
    """What is kept is damaged."""


DAMAGE = (ValueError, OverflowError, struct.error)
"""What comes of reading values that cannot be."""


def unreadable(error: Exception) -> Unreadable:
    """Say that a timeline is damaged, and nothing of what it holds."""
    return Unreadable(f"a timeline cannot be read: {type(error).__name__}")


class StoredTimeline(Struct, frozen=True):
    """The lines of one phone: what was observed, and then its checks in the order in which they were received.

    `first` is the time under which the purge finds it, `last` when the last check was received.
    """

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
        if _IS_FOLDED in others[:_BEGINNING]:
            end = others.index(b"\n") + 1
            folded, others, count = others[:end], others[end:], count - 1
        others, count = _trimmed(others, count, oldest, most)
        if folded:
            [line], unknown = _read(folded)
            lasting = tuple([one for one in unknown if _last_told(one) > oldest])
            return Contents(Folded(line.observations), others, count, line.at, lasting)
        newest = max([line.at for line in _read(others)[0]], default=None)
        return Contents(Folded(), others, count, newest)

    def set_back(self, now: int) -> "StoredTimeline":
        """Give the same as if all had been received before `now`, in the same order: a clock was ahead and is right.

        What was received by then stays; the rest comes as close to it as it must. Raises Unreadable, OverflowError.
        """
        ahead, lines = self.last - now + 1, []
        times: list[int] = []
        for line in self.lines.splitlines():
            if _IS_FOLDED in line[:_BEGINNING]:
                lines.append(_folded_back(line, now, ahead))
                continue
            received = _received_at(line)
            moved = received if received < now else max(received - ahead, times[-1] + 1 if times else _NEVER)
            times.append(moved)
            lines.append(_moved(line, moved - received))
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
        return [one for line in _read(self.others)[0] for one in line.observations]

    def find(self, request_id: str) -> "Line | None":
        """Return the line of the check with this request id, None when there is none. Raises Unreadable."""
        name = _encoder.encode(request_id)
        if name not in self.others:
            return None
        near = b"".join(line for line in self.others.splitlines(keepends=True) if name in line)
        return next((line for line in _read(near)[0] if line.request_id == request_id), None)

    def followed_by(self, entry: CheckRecord, received: int) -> "Contents":
        """Return the same after a check, but for what it tells."""
        at = to_micros(entry.at)
        newest = at if self.newest is None else max(self.newest, at)
        if entry.request_id is None:
            return replace(self, newest=newest)
        line = Line(received, at, entry.request_id, (), entry.digest, self.newest)
        return replace(self, newest=newest, others=self.others + _encoder.encode(line) + b"\n", count=self.count + 1)

    def oldest(self, life: timedelta, received: int | None) -> int | None:
        """Return when the first of it was told, so that it expires `life` later; None: there is nothing."""
        moments = [to_micros(forgotten_at(one, life) - life) for one in self.observations]
        if self.others:
            moments.append(_received_at(self.others[: self.others.index(b"\n")]))
        return min(moments, default=received)

    def stored(self, first: int, last: int) -> StoredTimeline:
        """Return it as it is kept."""
        observed: tuple[Any, ...] = tuple(self.observations)
        line: object = Line(last, self.newest or 0, _FOLDED, observed)
        if self.unknown:
            line = _Frame(last, self.newest or 0, _FOLDED, (*map(Raw, map(_encoder.encode, observed)), *self.unknown))
        return StoredTimeline(self.count + 1, first, last, _encoder.encode(line) + b"\n" + self.others)


class Line(Struct, array_like=True, frozen=True):
    """A line. Times in microseconds since 1970; `before` is the newest time that was told of before this check."""

    received_at: int
    at: int
    request_id: str | None
    observations: tuple[AnyObservation, ...] = ()
    digest: int | None = None
    before: int | None = None

    def repeated(self, entry: CheckRecord) -> CheckRecord:
        """Return the check of this line, which `entry` repeats."""
        received_at, at = from_micros(self.received_at), from_micros(self.at)
        return CheckRecord(received_at, at, self.observations or entry.observations, self.request_id, self.digest)

    def timeline(self, contents: Contents) -> Timeline:
        """Return what was known with the check of this line."""
        before = None if self.before is None else from_micros(self.before)
        as_of = from_micros(max(self.at, self.at if self.before is None else self.before))
        return Timeline(up_to([*contents.observations, *contents.elsewhere], as_of), as_of, before)


class _Frame(Struct, array_like=True, frozen=True):
    """A line of which some observations may be of kinds, or say words, that only a newer version knows."""

    received_at: int
    at: int
    request_id: str | None
    observations: tuple[Raw, ...] = ()
    digest: int | None = None
    before: int | None = None


class _Dated(Struct):
    """What all observations have in common."""

    at: Annotated[datetime, Meta(tz=True)]
    until: Annotated[datetime, Meta(tz=True)] | None = None


class _Received(Struct, array_like=True, frozen=True):
    """What a line begins with: to know what has expired, the rest of it need not be read."""

    received_at: int


def _read(lines: bytes) -> tuple[list[Line], tuple[Raw, ...]]:
    """Read lines, and give what is unknown of them. Raises Unreadable."""
    try:
        return _decoder.decode_lines(lines), ()
    except ValidationError:
        return _read_known(lines)
    except DAMAGE as error:
        raise unreadable(error) from error


def _read_known(lines: bytes) -> tuple[list[Line], tuple[Raw, ...]]:
    known: list[Line] = []
    unknown: list[Raw] = []
    try:
        for frame in _frame_decoder.decode_lines(lines):
            observations: list[AnyObservation] = []
            for one in frame.observations:
                try:
                    observations.append(_observation_decoder.decode(one))
                except ValidationError:
                    unknown.append(one.copy())
            known.append(
                Line(frame.received_at, frame.at, frame.request_id, tuple(observations), frame.digest, frame.before)
            )
    except DAMAGE as error:
        raise unreadable(error) from error
    return known, tuple(unknown)


def _trimmed(others: bytes, count: int, oldest: int, most: int) -> tuple[bytes, int]:
    if not others or (count <= most and _received_at(others[: others.index(b"\n")]) > oldest):
        return others, count
    lines = others.splitlines(keepends=True)
    for gone in range(max(len(lines) - most, 0), len(lines)):
        if _received_at(lines[gone]) > oldest:
            return b"".join(lines[gone:]), len(lines) - gone
    return b"", 0


def _received_at(line: bytes) -> int:
    try:
        return _received_decoder.decode(line).received_at
    except DAMAGE as error:
        raise unreadable(error) from error


def _last_told(observation: Raw) -> int:
    observed = _dated_decoder.decode(observation)
    return to_micros(observed.until or observed.at)


def _moved(line: bytes, micros: int) -> bytes:
    """Give a line as if all that it tells had happened so much later. What only a newer version knows goes along."""
    if micros == 0:
        return line
    received_at, at, request_id, observations, *more = _any_decoder.decode(line)
    for one in observations:
        with suppress(ValidationError, LookupError, TypeError):
            one["at"] = convert(one["at"], _Moment) + micros * MICROSECOND
    return _encoder.encode([received_at + micros, at + micros, request_id, observations, *more])


def _folded_back(line: bytes, now: int, ahead: int) -> bytes:
    """Give the first line with all times that are not yet as much earlier."""
    received_at, at, request_id, observations, *more = _any_decoder.decode(line)
    for one in observations:
        for name in ("at", "until", "since"):
            with suppress(ValidationError, LookupError, TypeError):
                moment = to_micros(convert(one[name], _Moment))
                one[name] = from_micros(moment - ahead if moment >= now else moment)
        one.pop("again", None)
    return _encoder.encode([received_at - ahead, at - ahead if at >= now else at, request_id, observations, *more])


def _sum(head: bytes, lines: bytes) -> bytes:
    return b"%08x" % crc32(lines, crc32(head))


NOTHING = StoredTimeline()
_encoder = Encoder()
_decoder = Decoder(Line)
_frame_decoder = Decoder(_Frame)
_observation_decoder = Decoder(AnyObservation)
_received_decoder = Decoder(_Received)
_dated_decoder = Decoder(_Dated)
_any_decoder: Decoder[Any] = Decoder()
_Moment = Annotated[datetime, Meta(tz=True)]


def timeline_of(contents: Contents, before: int | None = None) -> Timeline:
    """Give all that is kept; `before` is the newest time that was told of before the last check."""
    elsewhere = contents.elsewhere
    observations = [*contents.observations, *elsewhere] if elsewhere else contents.observations
    as_of, previous = (None if moment is None else from_micros(moment) for moment in (contents.newest, before))
    return Timeline(observations, as_of, previous)
