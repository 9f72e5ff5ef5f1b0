"""Lines of JSON in which a phone's timeline is kept, those of newer versions, too, and what of them can be read."""

import struct
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Raw, Struct, ValidationError, convert
from msgspec.json import Decoder, Encoder

from guard_api.engine.observations import AnyObservation
from guard_api.errors import StoreUnavailable
from guard_api.ports import CheckRecord
from guard_api.store.clock import MICROSECOND, from_micros, to_micros

FOLDED = ""
"""In the place of the request id of the line of observations."""
NEVER = -1 << 63
_IS_FOLDED = b',"",'
"""What only that line has near its beginning: in an id, quotes are escaped."""
_BEGINNING = 64
encode = Encoder().encode


class Unreadable(StoreUnavailable):
    """What is kept is damaged."""


DAMAGE = (ValueError, OverflowError, struct.error)
"""What comes of reading values that cannot be."""


def unreadable(error: Exception) -> Unreadable:
    """Say that a timeline is damaged, and nothing of what it holds."""
    return Unreadable(f"a timeline cannot be read: {type(error).__name__}")


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


class Frame(Struct, array_like=True, frozen=True):
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


def read(lines: bytes) -> tuple[list[Line], tuple[Raw, ...]]:
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


def trimmed(others: bytes, count: int, oldest: int, most: int) -> tuple[bytes, int]:
    """Leave out lines that were received at `oldest` or before, or are too many. Raises Unreadable."""
    if not others or (count <= most and received_at(others[: others.index(b"\n")]) > oldest):
        return others, count
    lines = others.splitlines(keepends=True)
    for gone in range(max(len(lines) - most, 0), len(lines)):
        if received_at(lines[gone]) > oldest:
            return b"".join(lines[gone:]), len(lines) - gone
    return b"", 0


def is_folded(lines: bytes) -> bool:
    """Return whether the first of these lines is the one of observations."""
    return _IS_FOLDED in lines[:_BEGINNING]


def received_at(line: bytes) -> int:
    """Return when the check of a line was received. Raises Unreadable."""
    try:
        return _received_decoder.decode(line).received_at
    except DAMAGE as error:
        raise unreadable(error) from error


def last_reported(observation: Raw) -> int:
    """Return when what only a newer version knows was told for the last time. Raises ValidationError."""
    observed = _dated_decoder.decode(observation)
    return to_micros(observed.until or observed.at)


def shifted(line: bytes, micros: int) -> bytes:
    """Give a line as if all that it tells had happened so much later. What only a newer version knows goes along."""
    if micros == 0:
        return line
    received_at, at, request_id, observations, *more = _any_decoder.decode(line)
    for one in observations:
        with suppress(ValidationError, LookupError, TypeError):
            one["at"] = convert(one["at"], _Moment) + micros * MICROSECOND
    return encode([received_at + micros, at + micros, request_id, observations, *more])


def folded_back(line: bytes, now: int, ahead: int) -> bytes:
    """Give the first line with all times that are not yet as much earlier."""
    received_at, at, request_id, observations, *more = _any_decoder.decode(line)
    for one in observations:
        for name in ("at", "until", "since"):
            with suppress(ValidationError, LookupError, TypeError):
                moment = to_micros(convert(one[name], _Moment))
                one[name] = from_micros(moment - ahead if moment >= now else moment)
        one.pop("again", None)
    return encode([received_at - ahead, at - ahead if at >= now else at, request_id, observations, *more])


_decoder = Decoder(Line)
_frame_decoder = Decoder(Frame)
_observation_decoder = Decoder(AnyObservation)
_received_decoder = Decoder(_Received)
_dated_decoder = Decoder(_Dated)
_any_decoder: Decoder[Any] = Decoder()
_Moment = Annotated[datetime, Meta(tz=True)]
