"""What ends somebody's sessions, within the transaction that gives the reason for it."""

from guard_api.store.engine import Connection

_END_ALL = "DELETE FROM person_session WHERE person = ? AND id <> ?"


def end_sessions(connection: Connection, person_id: int, but: str = "") -> None:
    """End all of somebody's sessions, but for one."""
    connection.execute(_END_ALL, (person_id, but))
