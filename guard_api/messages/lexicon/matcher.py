"""Finds the words of a lexicon in a message.

Words and messages are in the form that `folding` gives. `~` stands for the ending of an English word (close~ is closed,
closes, closing). Of the words that begin at one place the longest wins, so a lexicon lists words that only look like
others, too (`false_friends.toml`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from guard_api.messages.lexicon.inheriting import with_inherited
from guard_api.messages.lexicon.words import shipped

_START = 2
"""Characters by which words are looked for."""
_MANY = 4096
_MOST_BEGINNINGS = 30_000
"""That are remembered, 3 MiB: more than people write with, and no stranger fills the memory."""


class Matcher:
    """The words of one lexicon, each with a union of concepts. Immutable."""

    def __init__(self, words: Mapping[str, int]) -> None:
        """Index words by how they begin."""
        self._words = words
        self._by_start = _by_start(words)
        firsts = re.escape("".join({start[0] for start in self._by_start}))
        self._place = re.compile(rf"[{firsts}](?<![a-z0-9][a-z0-9])")
        """Where a word can begin: nowhere inside another word in Latin letters."""
        self._compiled = cache(self._compile)
        self._known: dict[str, re.Pattern[str] | None] = {}
        self._concepts = lru_cache(_MANY)(self._look_up)

    def match(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Find all words in a folded text, in order and without overlap, in one pass.

        Yields of each where it begins and ends, and the union of its concepts.
        """
        known, place = self._known, 0
        for candidate in self._place.finditer(text):
            start = candidate.start()
            if start < place:
                continue
            beginning = text[start : start + _START]
            expression = known[beginning] if beginning in known else self._expression(beginning)
            if expression is not None and (found := expression.match(text, start)):
                place = found.end()
                yield start, place, self._concepts(found[0])

    def _expression(self, beginning: str) -> re.Pattern[str] | None:
        """Return what finds the words that can begin with some characters, None where there are none."""
        start = beginning if beginning in self._by_start else beginning[0]
        expression = self._compiled(start) if start in self._by_start else None
        if len(self._known) < _MOST_BEGINNINGS:
            self._known[beginning] = expression
        return expression

    def _compile(self, start: str) -> re.Pattern[str]:
        """Return an expression of all words that can begin with `start`, the longest first.

        It is made when it is first met: all 1,658 at the start take 2 MB, and a message meets some thirty.
        """
        shorter = self._by_start.get(start[0], ()) if len(start) == _START else ()
        words = sorted([*self._by_start[start], *shorter], key=lambda word: (-len(word), word))
        return re.compile("|".join(map(_expression, words)))

    def _look_up(self, written: str) -> int:
        """Return the concepts of a word, and where it has an ending, of the longest stem of it."""
        stems = (f"{written[:length]}~" for length in range(len(written), 0, -1))
        return self._words.get(written) or next(self._words[stem] for stem in stems if stem in self._words)


def _by_start(words: Mapping[str, int]) -> Mapping[str, list[str]]:
    """Return for each two characters, or one, the words that begin with them."""
    by_start: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        by_start[word.removesuffix("~")[:_START]].append(word)
    return dict(by_start)


def _expression(word: str) -> str:
    """Match a word in Latin letters as a whole only; that it begins as a word is seen to where it is looked for."""
    whole = re.escape(word.removesuffix("~")) + ("[a-z]{0,6}" if word.endswith("~") else "")
    return rf"{whole}(?![a-z0-9])" if word.isascii() and word[0].isalnum() else whole


LEXICON = shipped()
match = Matcher(with_inherited(LEXICON.words)).match
