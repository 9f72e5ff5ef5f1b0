"""Entries counted by kind and source: as every change has counted them, or one by one where they are few."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guard_api.lists.entry import ListName
from guard_api.ports.lists.catalogue import FoundCount, Search
from guard_api.store.engine import Connection
from guard_api.store.sql.lists.rows import CATEGORIES, IS_CURRENT, LISTS, MATCHES, code
from guard_api.store.sql.lists.search.conditions import counted_in, is_few, values_of, where

_BY_KIND = "SELECT match, category, count FROM tally WHERE list = ? AND count > 0"
_BY_SOURCE = "SELECT match, category, source, count FROM source_tally WHERE list = ? AND count > 0"
_FOUND = f"""SELECT match, category, source, count(*) FROM {{entries}} AND {IS_CURRENT} {{where}}
             GROUP BY match, category, source"""  # noqa: S608 - constants only


def counted(connection: Connection, search: Search) -> Sequence[FoundCount] | None:
    """Count what is found on one list, whatever the kind and source that are looked for; None: there is too much."""
    target = search.list or ListName.BLOCK
    if not (search.number or search.text or search.ending):
        return [*_standing(connection, code(target, LISTS))]
    everything = replace(search, list=target, match=None, category=None, source="")
    values = values_of(everything)
    entries = next((by for index, by in counted_in(everything) if is_few(connection, index, values)), None)
    if entries is None:
        return None
    sql = _FOUND.format(entries=entries, where=where(everything, values, ""))
    return [FoundCount(MATCHES[match], CATEGORIES[of], *rest) for match, of, *rest in connection.execute(sql, values)]


def _standing(connection: Connection, target: int) -> Iterator[FoundCount]:
    left: dict[tuple[int, int], int] = {(m, c): n for m, c, n in connection.execute(_BY_KIND, (target,))}
    for match, category, source, count in connection.execute(_BY_SOURCE, (target,)).fetchall():
        left[match, category] -= count
        yield FoundCount(MATCHES[match], CATEGORIES[category], source, count)
    for (match, category), count in left.items():
        if count > 0:
            yield FoundCount(MATCHES[match], CATEGORIES[category], None, count)
