"""The words of the lexicon in a message.

The lexicon is data: `deeds` and `stances` list how each concept is said. Words are in the form that `folding` gives.
`_` is a space, and `~` stands for the ending of an English word (close~ is closed, closes, closing). Of the words that
begin at one place the longest wins, so a word that only looks like another (其他 has 他 in it) is listed as `NOTHING`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from guard_api.messages.concepts import Concept
from guard_api.messages.deeds import DEEDS
from guard_api.messages.stances import STANCES


class Hit(NamedTuple):
    """A word of the lexicon in a text."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


def _by_word() -> Mapping[str, tuple[Concept, ...]]:
    concepts: defaultdict[str, tuple[Concept, ...]] = defaultdict(tuple)
    for concept, words in (*DEEDS.items(), *STANCES.items()):
        for word in words.split():
            concepts[word] += (concept,)
    return concepts


def _expression(word: str) -> str:
    """Match a word in Latin letters as a whole only; that it begins as a word is seen to where it is looked for."""
    whole = re.escape(word.rstrip("~").replace("_", " ")) + ("[a-z]{0,6}" if word.endswith("~") else "")
    return f"({whole}(?![a-z0-9]))" if word.isascii() and word[0].isalnum() else f"({whole})"


class _Reader(NamedTuple):
    """All words that begin with one character, the longest first."""

    expression: re.Pattern[str]
    concepts: tuple[tuple[Concept, ...], ...]


def _readers() -> Mapping[str, _Reader]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    by_word = _by_word()
    for word in sorted(by_word, key=lambda word: (-len(word), word)):
        words[word[0]].append(word)
    return {
        first: _Reader(re.compile("|".join(map(_expression, some))), tuple(by_word[word] for word in some))
        for first, some in words.items()
    }


_READERS = _readers()
_STARTS = re.compile(
    "|".join(
        (
            rf"(?<![a-z0-9])[{''.join(sorted(first for first in _READERS if first.isascii() and first.isalnum()))}]",
            f"[{re.escape(''.join(first for first in _READERS if not (first.isascii() and first.isalnum())))}]",
        )
    )
)


def find(text: str) -> Iterator[Hit]:
    """Find the words of the lexicon in a folded text, in order and without overlap, in one pass."""
    place = 0
    while start := _STARTS.search(text, place):
        reader = _READERS[start[0]]
        place = start.end()
        if found := reader.expression.match(text, start.start()):
            place = found.end()
            yield Hit(start.start(), place, reader.concepts[(found.lastindex or 1) - 1])
