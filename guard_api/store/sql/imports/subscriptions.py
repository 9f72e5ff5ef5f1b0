"""Subscriptions in SQL, and in the audit trail what people make of them."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from guard_api.errors import Conflict, NotFound
from guard_api.lists.change import ActKind, Author
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.formats import Format
from guard_api.ports.imports.subscriptions import Order, Subscription, SubscriptionState, Validators
from guard_api.store.clock import from_micros, to_micros
from guard_api.store.engine import Connection, Database, Durability
from guard_api.store.sql.lists.rows import LISTS, code
from guard_api.store.sql.lists.trail import note

_COLUMNS = """id, list, url, format, source, region, category, every, who, created_at, state, reason, next_at,
              tried_at, done_at, etag, modified, import_id"""
_ALL = f"SELECT {_COLUMNS} FROM subscription ORDER BY source, list"  # noqa: S608 - constants only
_ONE = f"SELECT {_COLUMNS} FROM subscription WHERE id = ?"  # noqa: S608 - constants only
_DUE = f"SELECT {_COLUMNS} FROM subscription WHERE next_at <= ? AND state <> 'paused' ORDER BY next_at, id"  # noqa: S608 - constants only
_OTHER = "SELECT 1 FROM subscription WHERE list = ? AND source = ? AND id <> ?"
_ADD = """INSERT INTO subscription (id, list, url, format, source, region, category, every, who, created_at, state,
            next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_EDIT = """UPDATE subscription SET list = ?, url = ?, format = ?, source = ?, region = ?, category = ?, every = ?,
             state = ?, reason = '', next_at = ?, etag = NULL, modified = NULL WHERE id = ?"""
_NOTE = """UPDATE subscription SET state = ?, reason = ?, next_at = ?, tried_at = ?, done_at = ?, etag = ?,
             modified = ?, import_id = ? WHERE id = ? AND url = ? AND state <> 'paused'"""
_REMOVE = "DELETE FROM subscription WHERE id = ?"
_STANDING = "SELECT count(*) FROM listed WHERE list = ? AND ended IS NULL AND source = ?"
_SECOND = timedelta(seconds=1)


class SqlSubscriptions:
    """The port `Subscriptions` in SQL."""

    def __init__(self, database: Database) -> None:
        """Read on demand."""
        self._database = database

    def create(self, order: Order, by: Author) -> Subscription:
        """Write a row, and say so in the trail."""
        name, at = secrets.token_hex(6), to_micros(by.at)
        with self._database.write(Durability.FULL) as connection:
            _check_other(connection, order, "")
            values = name, *_values(order), by.who, at, SubscriptionState.NEW, at
            connection.execute(_ADD, values)
            note(connection, by, ActKind.SUBSCRIBE, f"subscription:{name}", (None, _as_dict(order)))
        return self.get(name)

    def list(self) -> Sequence[Subscription]:
        """Read all rows."""
        with self._database.read() as connection:
            return [_subscription(row) for row in connection.execute(_ALL)]

    def get(self, name: str) -> Subscription:
        """Read a row."""
        with self._database.read() as connection:
            return _found(connection, name)

    def edit(self, name: str, order: Order, by: Author, *, paused: bool) -> Subscription:
        """Change a row; what the server said of the file before holds no more."""
        with self._database.write(Durability.FULL) as connection:
            before = _found(connection, name)
            _check_other(connection, order, name)
            state = SubscriptionState.PAUSED if paused else SubscriptionState.NEW
            connection.execute(_EDIT, (*_values(order), state, to_micros(by.at), name))
            sides = (
                {**_as_dict(before.order), "paused": before.state is SubscriptionState.PAUSED},
                {**_as_dict(order), "paused": paused},
            )
            note(connection, by, ActKind.EDIT_SUBSCRIPTION, f"subscription:{name}", sides)
        return self.get(name)

    def remove(self, name: str, by: Author) -> None:
        """Delete a row."""
        with self._database.write(Durability.FULL) as connection:
            before = _found(connection, name)
            connection.execute(_REMOVE, (name,))
            note(connection, by, ActKind.UNSUBSCRIBE, f"subscription:{name}", (_as_dict(before.order), None))

    def note(self, subscription: Subscription) -> None:
        """Write down what came of a fetch, unless something else is to be fetched by now."""
        one = subscription
        times = (to_micros(at) if at is not None else None for at in (one.next_at, one.tried_at, one.done_at))
        values = one.state, one.reason, *times, *one.validators, one.import_id, one.id, one.order.url
        with self._database.write(Durability.FULL) as connection:
            connection.execute(_NOTE, values)

    def due(self, now: datetime) -> Sequence[Subscription]:
        """Read those that are due."""
        with self._database.read() as connection:
            return [_subscription(row) for row in connection.execute(_DUE, (to_micros(now),))]

    def standing(self, target: ListName, source: str) -> int:
        """Count by walking the list: it is done where nobody waits."""
        with self._database.read() as connection:
            return int(connection.execute(_STANDING, (code(target, LISTS), source)).fetchone()[0])


def _found(connection: Connection, name: str) -> Subscription:
    row = connection.execute(_ONE, (name,)).fetchone()
    if row is None:
        raise NotFound(f"There is no subscription {name}.")
    return _subscription(row)


def _check_other(connection: Connection, order: Order, name: str) -> None:
    """Two that replace each other's entries would never rest."""
    if connection.execute(_OTHER, (code(order.list, LISTS), order.source, name)).fetchone() is not None:
        raise Conflict(f"There is a subscription already whose source on this list is {order.source}.")


def _values(order: Order) -> tuple[object, ...]:
    head = code(order.list, LISTS), order.url, order.format, order.source, order.region, order.category
    return (*head, order.every // _SECOND)


def _as_dict(order: Order) -> Mapping[str, object]:
    return {"list": order.list, "url": order.url, "format": order.format, "source": order.source}


def _subscription(row: Sequence[Any]) -> Subscription:
    name, target, url, form, source, region, category, every, who, created_at, state, reason, *rest = row
    next_at, tried_at, done_at, etag, modified, import_id = rest
    kind = Category(category) if category is not None else None
    order = Order(LISTS[target], url, Format(form), source, region, kind, every * _SECOND)
    tried, done = (from_micros(at) if at is not None else None for at in (tried_at, done_at))
    head = name, order, Author(who, from_micros(created_at)), SubscriptionState(state), reason
    return Subscription(*head, from_micros(next_at), tried, done, Validators(etag, modified), import_id)
