"""Back-tests, a row each."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Raw, json

from guard_api.engine.edits import PolicyEdits
from guard_api.lists.change import Author
from guard_api.ports.backtests import Backtest, BacktestState
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Database, Durability

_COLUMNS = "id, state, at, who, why, edits, finished_at, reason, result"
_ENQUEUE = "INSERT INTO backtest (id, state, at, who, why, edits) VALUES (?, ?, ?, ?, ?, ?)"
_GET = f"SELECT {_COLUMNS} FROM backtest WHERE id = ?"  # noqa: S608 - constants only
_LIST = f"SELECT {_COLUMNS} FROM backtest ORDER BY at DESC, id DESC LIMIT ?"  # noqa: S608 - constants only
_WAITING = "SELECT id, tries FROM backtest WHERE state IN ('queued', 'running') ORDER BY at, id LIMIT 1"
_BEGIN = "UPDATE backtest SET state = 'running', tries = tries + 1 WHERE id = ?"
_FINISH = "UPDATE backtest SET state = ?, finished_at = ?, reason = ?, result = ? WHERE id = ?"
_TRIES = 3
_DIED = "Its process ended again and again."


class SqlBacktests:
    """The port `Backtests` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def enqueue(self, edits: PolicyEdits, author: Author) -> str:
        """Write a row."""
        name, written = secrets.token_hex(8), json.encode(edits).decode()
        values = name, BacktestState.QUEUED, to_micros(author.at), author.who, author.why, written
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_ENQUEUE, values)
        return name

    def get(self, name: str) -> Backtest | None:
        """Look it up."""
        with self._database.read() as connection:
            row = connection.execute(_GET, (name,)).fetchone()
        return _backtest(row) if row is not None else None

    def list(self, limit: int) -> Sequence[Backtest]:
        """Give the newest."""
        with self._database.read() as connection:
            return [_backtest(row) for row in connection.execute(_LIST, (limit,))]

    def claim(self) -> Backtest | None:
        """Count a try, and give up what ends each process that tries it."""
        with self._database.write(Durability.FULL) as connection:
            while (row := connection.execute(_WAITING).fetchone()) is not None:
                name, tries = row
                if tries < _TRIES:
                    connection.execute(_BEGIN, (name,))
                    return _backtest(connection.execute(_GET, (name,)).fetchone())
                connection.execute(_FINISH, (BacktestState.FAILED, None, _DIED, None, name))
        return None

    def finish(self, name: str, now: datetime, *, result: bytes | None = None, reason: str = "") -> None:
        """Write it down."""
        state = BacktestState.DONE if result is not None else BacktestState.FAILED
        written = result.decode() if result is not None else None
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_FINISH, (state, to_micros(now), reason, written, name))

    def has_waiting(self) -> bool:
        """Look for one."""
        with self._database.read() as connection:
            return connection.execute(_WAITING).fetchone() is not None


def _backtest(row: Sequence[Any]) -> Backtest:
    name, state, at, who, why, edits, finished_at, reason, result = row
    made = json.decode(edits, type=PolicyEdits)
    finished = from_micros(finished_at) if finished_at is not None else None
    found = Raw(result.encode()) if result is not None else None
    return Backtest(name, BacktestState(state), from_micros(at), who, why, made, finished, reason, found)
