"""What people say of checks, a row for each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from msgspec import MsgspecError, json
from msgspec.structs import replace

from guard_api.engine.backtests.replay import Recording
from guard_api.engine.policy import Level
from guard_api.ports.phones.feedback import Feedback, Outcome, Verdict
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Database, Durability

_COLUMNS = "check_digest, device_id, verdict, day, level, score, decision, kept"
_PUT = f"""INSERT INTO feedback ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (check_digest) DO UPDATE SET verdict = excluded.verdict, day = excluded.day,
             level = excluded.level, score = excluded.score, decision = excluded.decision, kept = excluded.kept"""  # noqa: S608 - constants only
_GET = f"SELECT {_COLUMNS} FROM feedback WHERE check_digest = ?"  # noqa: S608 - constants only
_WITHDRAW = "DELETE FROM feedback WHERE check_digest = ? AND device_id = ?"
_NOT_UNSURE = "verdict IN ('fine', 'fraud')"
_KEPT = f"SELECT verdict, kept FROM feedback WHERE kept IS NOT NULL AND {_NOT_UNSURE} ORDER BY day, check_digest"  # noqa: S608 - constants only
_OUTCOMES = f"""SELECT feedback.level, feedback.score, feedback.verdict, device.code, device.id
                FROM feedback JOIN device ON device.id = feedback.device_id
                WHERE {_NOT_UNSURE} ORDER BY feedback.day, feedback.check_digest"""  # noqa: S608 - constants only
_recordings = json.Decoder(Recording)


class SqlFeedbackBox:
    """The port `FeedbackBox` in SQL. What is withdrawn is overwritten, too."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def put(self, feedback: Feedback) -> None:
        """Write it down."""
        decision = json.encode({"patterns": feedback.patterns, "policy": feedback.policy}).decode()
        kept = json.encode(feedback.kept).decode() if feedback.kept is not None else None
        names = _digest(feedback.check_id), feedback.device_id, feedback.verdict
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_PUT, (*names, _day(feedback.day), feedback.level, feedback.score, decision, kept))
        if kept is None:
            # It may stand in the place of one that was kept.
            self._database.leave_no_traces()

    def get(self, check_id: str) -> Feedback | None:
        """Look it up."""
        with self._database.read() as connection:
            row = connection.execute(_GET, (_digest(check_id),)).fetchone()
        return _feedback(check_id, row) if row is not None else None

    def withdraw(self, check_id: str, device_id: str) -> bool:
        """Delete it."""
        with self._database.write(Durability.FULL) as connection:
            found = bool(connection.execute(_WITHDRAW, (_digest(check_id), device_id)).rowcount)
        if found:
            self._database.leave_no_traces()
        return found

    def recordings(self) -> Iterator[Recording]:
        """Read what is kept; nothing says whose it is."""
        with self._database.read() as connection:
            rows = connection.execute(_KEPT).fetchall()
        for number, (verdict, kept) in enumerate(rows, 1):
            recording = _read(kept)
            if recording is not None:
                yield replace(recording, id=f"kept-{number}", fraud=verdict == Verdict.FRAUD)

    def outcomes(self) -> Sequence[Outcome]:
        """Read what was said last by each code; a phone without one counts by itself."""
        with self._database.read() as connection:
            rows = connection.execute(_OUTCOMES).fetchall()
        last = {code or device: (level, score, verdict) for level, score, verdict, code, device in rows}
        return [Outcome(Level(level), score, verdict == Verdict.FRAUD) for level, score, verdict in last.values()]


def _digest(check_id: str) -> bytes:
    return blake2b(check_id.encode(), digest_size=16).digest()


def _day(moment: datetime) -> int:
    return to_micros(moment.replace(hour=0, minute=0, second=0, microsecond=0))


def _feedback(check_id: str, row: Sequence[Any]) -> Feedback:
    _, device_id, verdict, day, level, score, written, kept = row
    decision: Mapping[str, Any] = json.decode(written)
    judged = Level(level), score, tuple(decision["patterns"]), decision["policy"]
    return Feedback(check_id, device_id, Verdict(verdict), from_micros(day), *judged, _read(kept))


def _read(kept: str | None) -> Recording | None:
    """Read a timeline; what only a newer version can read is none."""
    try:
        return _recordings.decode(kept) if kept is not None else None
    except MsgspecError:
        return None
