"""Entries in the order of an answer, walked until there are enough of them, or until enough were looked at."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guard_api.ports.lists.catalogue import Order
from guard_api.store.engine import Connection
from guard_api.store.sql.lists.rows import COLUMNS, IS_CURRENT

LOOKED_AT = 50_000
"""Entries that one page looks at, at most: a page may hold less than was asked for, and still not be the last."""
FIRST = 500
"""Entries that are looked at first: most pages are full then."""
TOGETHER = 2000
"""Entries of changes that are sorted together: walked one by one, small changes would take a statement each."""
CHANGES = 500

_ROW = f"{COLUMNS}, list, began"
_REVISION = "(SELECT revision FROM change WHERE change.id = began)"
_OLDER = f"({_REVISION}, number, match, list) < (:revision, :number, :match, :list)"
_NEWEST_FIRST = f"ORDER BY {_REVISION} DESC, number DESC, match DESC, list DESC"
_BEHIND = "(number, match, list) > (:number, :match, :list)"
_BY_NUMBER = "ORDER BY number, match, list"
_NUMBERS_DOWN = "ORDER BY number DESC, match DESC, list DESC"

_ANY = f"SELECT {_ROW} FROM listed WHERE {{place}} AND {IS_CURRENT} {{where}} {{order}} LIMIT :limit"  # noqa: S608 - constants only
"""Of few entries: all of them, sorted anew."""
_REVISION_OF = "SELECT revision FROM change WHERE id = :began"
_WALKED = f"""SELECT {_ROW} FROM (SELECT * {{walk}} LIMIT :looked) AS looked_at
              WHERE {IS_CURRENT} {{where}} {{order}} LIMIT :limit"""  # noqa: S608 - constants only
_LEFT = "SELECT number, match, list {walk} LIMIT 1 OFFSET :looked - 1"
_OF_CHANGE = f"""FROM listed INDEXED BY listed_began
                 WHERE began = :began AND (number, match, list) < (:number, :match, :list) AND number >= :begin
                 {_NUMBERS_DOWN}"""
_OF_CHANGES = f"""SELECT {_ROW} FROM listed INDEXED BY listed_began
                  WHERE began IN ({{ids}}) AND number >= :begin AND number < :behind AND {IS_CURRENT} {{where}}
                  {_NEWEST_FIRST} LIMIT :limit"""  # noqa: S608 - constants only
_ONE_CHANGE = "SELECT id, revision, added + updated FROM change WHERE revision = :revision"
_OLDER_CHANGES = """SELECT id, revision, {size} FROM change WHERE revision < :revision {of_list}
                     ORDER BY revision DESC LIMIT :changes"""
_SIZE = "added + updated"
_SIZE_IF_OF_SOURCE = f"""CASE WHEN (SELECT max(source) FROM source_change AS brought
                                    WHERE source IN (:source, '') AND brought.change = change.id) IS NOT NULL
                              THEN {_SIZE} END"""  # noqa: S608 - constants only
"""None: the change brought nothing of the source, and is passed by, however large it is."""
_OF_LIST = "AND list = :wanted_list"


class Place(NamedTuple):
    """Where a page ended. In the order of numbers, revisions do not matter."""

    revision: int
    number: str
    match: int
    list: int


_NEWEST, _LOWEST = Place(1 << 62, "", 0, 0), Place(0, "", 0, 0)
_SORTED = {Order.NEWEST: (_OLDER, _NEWEST_FIRST, _NEWEST), Order.NUMBER: (_BEHIND, _BY_NUMBER, _LOWEST)}
Row = Sequence[Any]
_Key = tuple[str, int, int]
_END: _Key = ("", -1, -1)
"""What no entry of a change comes behind."""


class Walk:
    """A walk through entries, for those that fit `where`."""

    def __init__(self, connection: Connection, where: str, values: Mapping[str, Any]) -> None:
        """Begin with nothing found. `values` are of `where`, and give the `limit`, and between what numbers lie."""
        self._connection = connection
        self._where = where
        self._values = values
        self._left = LOOKED_AT
        self._size = _SIZE_IF_OF_SOURCE if values["source"] else _SIZE
        self.rows: list[Row] = []

    def sorted_anew(self, after: Place | None, order: Order) -> Place | None:
        """Sort all that an index finds with `where`; gives where it ended, None where there is no more."""
        place, sort, usual = _SORTED[order]
        values = {**(after or usual)._asdict(), **self._values}
        self.rows += self._read(_ANY.format(place=place, where=self._where, order=sort), values)
        if not self._is_done:
            return None
        last = self.rows[-1]
        ((revision,),) = self._read(_REVISION_OF, {"began": last[8]})
        return Place(revision, *_key(last))

    def by_number(self, after: Place | None, index: str, kind: str) -> Place | None:
        """Walk in the order of numbers, from `after` on; gives where it ended, None where there is no more."""
        walk = f"FROM listed {index} WHERE {kind} AND {_BEHIND} AND number >= :begin AND number < :behind {_BY_NUMBER}"
        key = (after.number, after.match, after.list) if after is not None else (str(self._values["begin"]), -1, -1)
        left = self._along(walk, _BY_NUMBER, key, {})
        return Place(0, *left) if left is not None else None

    def newest_first(self, after: Place | None) -> Place | None:
        """Walk from the newest change to the oldest; gives where it ended, None where there is no more."""
        place = after or _NEWEST
        # A page may have ended amid a change.
        for changes in self._changes(place, begun=after is not None):
            if len(changes) == 1 and changes[0][2] is not None:
                ((began, revision, _),) = changes
                amid = revision == place.revision
                key = (place.number, place.match, place.list) if amid else (str(self._values["behind"]), -1, -1)
                left = self._along(_OF_CHANGE, _NUMBERS_DOWN, key, {"began": began})
                end = Place(revision, *(left or _END))
            else:
                end = self._together(changes)
            if self._is_done:
                return end
        return None

    def _changes(self, place: Place, *, begun: bool) -> Iterator[Sequence[Row]]:
        """Give changes, the newest first: large ones by themselves, small ones together."""
        older = _OLDER_CHANGES.format(size=self._size, of_list=_OF_LIST if "wanted_list" in self._values else "")
        revision = place.revision
        if begun:
            yield from ([one] for one in self._read(_ONE_CHANGE, {"revision": revision}))
        while found := self._read(older, {"revision": revision, "changes": CHANGES}):
            yield from _together(found)
            revision = found[-1][1]

    def _along(self, walk: str, order: str, key: _Key, values: Mapping[str, Any]) -> _Key | None:
        """Look at a little of a walk, and then at more; gives the key at which it was left, None at its end."""
        sql = _WALKED.format(walk=walk, where=self._where, order=order)
        while True:
            looked = min(FIRST, self._left) if self._left == LOOKED_AT else self._left
            at = {**values, **dict(zip(("number", "match", "list"), key, strict=True)), "looked": looked}
            self.rows += self._read(sql, at)
            if self._is_done:
                return _key(self.rows[-1])
            self._left -= looked
            last = self._read(_LEFT.format(walk=walk), at)
            if not last:
                return None
            number, match, of = last[0]
            key = number, match, of
            if self._is_done:
                return key

    def _together(self, changes: Sequence[Row]) -> Place:
        revisions = {began: revision for began, revision, size in changes if size is not None}
        self.rows += self._read(_OF_CHANGES.format(ids=", ".join(map(str, revisions)), where=self._where), {})
        self._left -= sum(size or 0 for *_, size in changes) + len(changes)
        if len(self.rows) == self._values["limit"]:
            last = self.rows[-1]
            return Place(revisions[last[8]], *_key(last))
        return Place(changes[-1][1], *_END)

    @property
    def _is_done(self) -> bool:
        return self._left <= 0 or len(self.rows) == self._values["limit"]

    def _read(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        limit = self._values["limit"] - len(self.rows)
        return self._connection.execute(sql, {**self._values, "limit": limit, **values}).fetchall()  # type: ignore[no-any-return] # rows


def _together(changes: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Put small changes that follow each other together."""
    group: list[Row] = []
    count = 0
    for change in changes:
        size = change[2] or 0
        if group and count + size > TOGETHER:
            yield group
            group, count = [], 0
        group.append(change)
        count += size
    if group:
        yield group


def _key(row: Row) -> _Key:
    return row[0], row[1], row[7]
