"""What is looked for as conditions of SQL, and by which index little else is found."""

from collections.abc import Iterator, Mapping

from guard_api.lists.endings import span_of
from guard_api.lists.entry import Match, Subject
from guard_api.ports.lists.catalogue import Order, Search
from guard_api.store.engine import Connection
from guard_api.store.sql.lists.rows import CATEGORIES, LISTS, MATCHES

FEW = 10_000
"""Entries that are sorted anew for every page; of more than that, a page is soon full anyway."""

_WITHIN = "number >= :low AND number < :high"
_ENDS = "number IN (SELECT number FROM ending WHERE key >= :first AND key <= :last) AND match = 0"
_ENDS_SO = "substr(number, length(number) - :digits) = :ending AND match = 0"
_IS_PREFIX = "match = 1"
_IS_ALLOWED = "(list = 1 OR list = 3)"
_ARE_FEW = "SELECT count(*) FROM (SELECT 1 FROM {found} LIMIT :few) AS few"
_BEGIN_SO = f"listed WHERE {_WITHIN}"
_ALL_SO = "listed WHERE number >= :begin AND number < :behind"
_END_SO = "ending WHERE key >= :first AND key <= :last"
_PREFIXES = f"listed INDEXED BY listed_prefixes WHERE {_IS_PREFIX}"
_ARE_ALLOWED = f"listed INDEXED BY listed_allowed WHERE {_IS_ALLOWED}"
_TEXT = " AND instr(lower(label || ' ' || source || ' ' || note), :text) > 0"


def values_of(search: Search) -> dict[str, object]:
    """Give what is looked for as statements have it."""
    first, last = span_of(search.ending)
    begin, behind = _span(search)
    # `{` is behind all that numbers and domains are made of.
    values: dict[str, object] = {"low": search.number, "high": f"{search.number}{{", "text": _lowered(search.text)}
    values |= {"first": first, "last": last, "ending": search.ending, "digits": len(search.ending) - 1}
    return values | {"begin": begin, "behind": behind, "limit": search.limit, "few": FEW, "source": search.source}


def _span(search: Search) -> tuple[str, str]:
    """Give between which keys all lies that may be found: numbers begin with a `+` or a capital letter, no domain."""
    if search.number and not search.text:
        return search.number, f"{search.number}{{"
    is_of_domains = search.list is not None and search.list.subject is Subject.DOMAIN
    return "," if is_of_domains else "", "{"


def _lowered(text: str) -> str:
    """Lower what SQLite lowers: ASCII."""
    return "".join(character.lower() if character.isascii() else character for character in text)


def few(connection: Connection, search: Search, values: Mapping[str, object]) -> str:
    """Give a condition with which an index finds all that is looked for, and little else; none where there is none."""
    narrow = [(_END_SO, _ENDS)] if search.ending else []
    if search.order is Order.NEWEST:
        narrow += [(_PREFIXES, _IS_PREFIX)] if search.match is Match.PREFIX else []
        narrow += [(_BEGIN_SO, _WITHIN)] if search.number and not search.text else []
    return next((so for found, so in narrow if is_few(connection, found, values)), "")


def is_few(connection: Connection, found: str, values: Mapping[str, object]) -> bool:
    """Say whether what an index finds is little; `found` is that index and what is looked for in it."""
    count: int = connection.execute(_ARE_FEW.format(found=found), values).fetchone()[0]
    return count < FEW


def counted_in(search: Search) -> Iterator[tuple[str, str]]:
    """Give where all that is looked for may be counted, but for kinds and sources: an index, and entries by it."""
    if search.ending:
        yield _END_SO, f"listed WHERE {_ENDS}"
    if search.list is not None and search.list.allows:
        yield _ARE_ALLOWED, _ARE_ALLOWED
    yield _ALL_SO, _ALL_SO


def index(search: Search) -> tuple[str, str]:
    """Give the index by which numbers are walked that leaves out the most, and what all in it are."""
    if search.match is Match.PREFIX:
        return "INDEXED BY listed_prefixes", _IS_PREFIX
    if search.list is not None and search.list.allows:
        return "INDEXED BY listed_allowed", _IS_ALLOWED
    return "", "true"


def where(search: Search, values: dict[str, object], are_few: str) -> str:
    """Give the conditions beside the place."""
    found = f" AND {are_few}" if are_few else ""
    if search.number:
        found += f" AND {'NOT' if search.text else ''} ({_WITHIN})"
    if search.ending:
        found += f" AND {_ENDS_SO}"
    if search.source:
        found += " AND source = :source"
    for column, words, word in (
        ("list", LISTS, search.list),
        ("match", MATCHES, search.match),
        ("category", CATEGORIES, search.category),
    ):
        if word is not None:
            values[f"wanted_{column}"] = words.code(word)
            found += f" AND {column} = :wanted_{column}"
    return found + (_TEXT if search.text else "")
