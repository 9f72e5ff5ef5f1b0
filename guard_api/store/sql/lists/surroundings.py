"""What stands around the place of an entry: all that the rules of the lists ask for."""

from datetime import datetime

from guard_api.lists.entry import EntryKey
from guard_api.lists.rules import Surroundings
from guard_api.store.clock import to_micros
from guard_api.store.engine import Connection
from guard_api.store.sql.lists.coverage import COVERAGE
from guard_api.store.sql.lists.rows import DRAFTS, IS_CURRENT, LISTS, MATCHES, NOT_EXPIRED, code, current, placeholders

_ALLOWED = f"""SELECT number, match FROM listed INDEXED BY listed_allowed
               WHERE list = {{list}} AND {{where}} AND {IS_CURRENT} AND {NOT_EXPIRED} LIMIT 1"""  # noqa: S608 - constants only
_IN_THE_MAKING = f"""SELECT 1 FROM listed WHERE number = ? AND match = ? AND list = ?
                     AND (began IN {DRAFTS} OR ended IN {DRAFTS}) LIMIT 1"""  # noqa: S608 - constants only


def surroundings(connection: Connection, key: EntryKey, now: datetime, *, arrives: bool) -> Surroundings:
    """Gather what stands at an entry's place, and what is allowed around it where the entry `arrives` there."""
    there = current(connection, key)
    allowed = _allowed(connection, key, now) if arrives else None
    return Surroundings(key, there[0] if there is not None else None, _is_pending(connection, key), allowed)


def _allowed(connection: Connection, key: EntryKey, now: datetime) -> str | None:
    """Name the allowed entry that a block entry would cover or contradict, None when there is none."""
    if key.list.allows:
        return None
    reach, match = COVERAGE[key.list.subject], code(key.match, MATCHES)
    above, bounds = reach.above(key.number, match), reach.bounds(key.number, match)
    wheres = [
        (f"(number, match) IN (VALUES {placeholders(len(above))})", [value for place in above for value in place])
    ]
    wheres += [(reach.below, [*bounds])] if bounds is not None else []
    for where, values in wheres:
        sql = _ALLOWED.format(list=code(key.list.allowing, LISTS), where=where)
        row = connection.execute(sql, (*values, to_micros(now))).fetchone()
        if row is not None:
            return EntryKey(key.list.allowing, MATCHES[row[1]], row[0]).id
    return None


def _is_pending(connection: Connection, key: EntryKey) -> bool:
    """Say whether an import that is not done yet changes the entry."""
    place = key.number, code(key.match, MATCHES), code(key.list, LISTS)
    return connection.execute(_IN_THE_MAKING, place).fetchone() is not None
