"""What waits for a second person."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import json

from guard_api.lists.change import ActKind, Author
from guard_api.ports.people.proposals import Proposal
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability, Topic
from guard_api.store.sql.lists.trail import note

_SELECT = "SELECT id, kind, arguments, count, who, at, why FROM proposal"
_BY_ID, _ALL = f"{_SELECT} WHERE id = ?", f"{_SELECT} ORDER BY id"
_ADD = "INSERT INTO proposal (kind, arguments, count, who, at, why) VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
_TAKE = "DELETE FROM proposal WHERE id = ?"


class SqlProposals:
    """The port `Proposals` in SQL."""

    def __init__(self, database: Database) -> None:
        """Keep all of them in `database`."""
        self._database = database

    def add(self, kind: str, arguments: Mapping[str, Any], count: int, by: Author) -> Proposal:
        """Write it down."""
        values = kind, json.encode(arguments).decode(), count, by.who, to_micros(by.at), by.why
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            made = Proposal(
                connection.execute(_ADD, values).fetchone()[0], kind, arguments, count, by.who, by.at, by.why
            )
            note(connection, by, ActKind.PROPOSE, f"proposal:{made.id}", (None, _as_dict(made)))
        return made

    def find(self, proposal_id: int) -> Proposal | None:
        """Look it up."""
        with self._database.read() as connection:
            return _find(connection, proposal_id)

    def list(self) -> Sequence[Proposal]:
        """List them."""
        with self._database.read() as connection:
            return [_proposal(row) for row in connection.execute(_ALL)]

    def take(self, proposal_id: int, by: Author | None = None) -> bool:
        """Delete it; of two at the same time, one wins."""
        with self._database.write(Durability.FULL, Topic.KEYS) as connection:
            found = _find(connection, proposal_id)
            connection.execute(_TAKE, (proposal_id,))
            if found is not None and by is not None:
                note(connection, by, ActKind.WITHDRAW, f"proposal:{proposal_id}", (_as_dict(found), None))
        return found is not None


def _find(connection: Connection, proposal_id: int) -> Proposal | None:
    row = connection.execute(_BY_ID, (proposal_id,)).fetchone()
    return _proposal(row) if row is not None else None


def _as_dict(one: Proposal) -> Mapping[str, object]:
    return {"kind": one.kind, "count": one.count, "who": one.who}


def _proposal(row: Sequence[Any]) -> Proposal:
    number, kind, arguments, count, who, at, why = row
    return Proposal(number, kind, json.decode(arguments), count, who, from_micros(at), why)
