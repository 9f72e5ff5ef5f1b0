"""Which entries list what: those that a number or domain stands under, and those that stand under it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from guard_api.links.hosts import parents
from guard_api.lists.entry import Match, Subject
from guard_api.lists.precedence import prefixes_of
from guard_api.store.engine import Connection
from guard_api.store.sql.lists.rows import MATCHES, code, placeholders

Place = tuple[str, int]
"""A number or domain and the code of its match: lists are walked in this order."""
Conflicting = tuple[int, str]
"""The line of a row, and what is allowed that it covers or is covered by."""

_EXACT, _PREFIX, _DOMAIN = (code(match, MATCHES) for match in Match)
_AT_ONCE = 10_000
"""Rows that are held in memory."""

_WITHIN = "DELETE FROM sorted WHERE number >= ? AND number < ? RETURNING line"
_COVERING = "DELETE FROM sorted WHERE (number, match) IN (VALUES {placeholders}) RETURNING line"
_ROWS = f"SELECT number, line FROM sorted WHERE number > ? ORDER BY number LIMIT {_AT_ONCE}"  # noqa: S608 - constants only
_DELETE = "DELETE FROM sorted WHERE number = ?"


class Coverage(NamedTuple):
    """How entries of one kind of list reach beyond their own number or domain."""

    above: Callable[[str, int], list[Place]]
    """Lists the entries that would cover all of an entry, itself included."""
    below: str
    """The condition of what stands under an entry, with a place holder for each of `bounds`."""
    bounds: Callable[[str, int], tuple[str | int, ...] | None]
    """Gives the values for `below`, None where nothing else can stand under an entry."""
    clashes: Callable[[Connection, Iterator[Sequence[Place]]], Iterator[Conflicting]]
    """Takes rows out of an import that cover what is allowed, or are covered by it."""


def _above_number(number: str, match: int) -> list[Place]:
    prefixes = [(prefix, _PREFIX) for prefix in prefixes_of(number)]
    return prefixes if match == _PREFIX else [(number, _EXACT), *prefixes]


def _begins(number: str, match: int) -> tuple[str, str] | None:
    # `:` is the character behind 9.
    return (number, f"{number}:") if match == _PREFIX else None


def _clashing_numbers(connection: Connection, allowed: Iterator[Sequence[Place]]) -> Iterator[Conflicting]:
    for number, match in (place for places in allowed for place in places):
        above = _above_number(number, match)
        gone = connection.execute(
            _COVERING.format(placeholders=placeholders(len(above))), [one for place in above for one in place]
        )
        lines = gone.fetchall()
        bounds = _begins(number, match)
        if bounds is not None:
            lines += connection.execute(_WITHIN, bounds).fetchall()
        for (line,) in lines:
            yield line, f"{number}{'*' if match == _PREFIX else ''}"


def _above_domain(name: str, match: int) -> list[Place]:
    return [(parent, match) for parent in parents(name)]


def _ends(name: str, _match: int) -> tuple[int, str]:
    return len(name), f".{name}"


def _clashing_domains(connection: Connection, allowed: Iterator[Sequence[Place]]) -> Iterator[Conflicting]:
    """Walk all rows: those below a domain are in no range."""
    for places in allowed:
        names = {name for name, _ in places}
        above = {parent: name for name in names for parent in parents(name)}
        rows: Sequence[tuple[str, int]] = [("", 0)]
        while rows := connection.execute(_ROWS, (rows[-1][0],)).fetchall():
            for name, line in rows:
                clash = above.get(name) or _nearest(name, names)
                if clash is not None:
                    connection.execute(_DELETE, (name,))
                    yield line, clash


def _nearest(name: str, names: set[str]) -> str | None:
    while name and name not in names:
        name = name.partition(".")[2]
    return name or None


COVERAGE: Mapping[Subject, Coverage] = {
    Subject.NUMBER: Coverage(_above_number, "number >= ? AND number < ?", _begins, _clashing_numbers),
    Subject.DOMAIN: Coverage(_above_domain, "substr(number, length(number) - ?) = ?", _ends, _clashing_domains),
}
