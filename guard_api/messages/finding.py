"""The words of the lexicon in a message.

The lexicon is data: `deeds`, `lures` and `stances` list how each concept is said. Words are in the form that `folding`
gives. `_` is a space, and `~` stands for the ending of an English word (close~ is closed, closes, closing). Of the
words that begin at one place the longest wins, so words that only look like others are listed too (`decoys`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from guard_api.messages.decoys import DECOYS
from guard_api.messages.deeds import DEEDS
from guard_api.messages.lures import LURES
from guard_api.messages.stances import STANCES

_MANY = 4096


class Hit(NamedTuple):
    """A word of the lexicon in a text. `concepts` is a union of them."""

    start: int
    end: int
    concepts: int


def _by_word() -> Mapping[str, int]:
    concepts: defaultdict[str, int] = defaultdict(int)
    for concept, words in chain(DEEDS.items(), LURES.items(), STANCES.items(), DECOYS.items()):
        for word in words.split():
            concepts[word.replace("_", " ")] |= int(concept)
    return dict(concepts)


LEXICON = _by_word()
"""What each word stands for: a union of concepts."""


def _readers() -> Mapping[str, re.Pattern[str]]:
    """Give for each two characters, or one, an expression of all words that begin with them, the longest first."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(LEXICON, key=lambda word: (-len(word), word)):
        words[word.removesuffix("~")[:2]].append(_expression(word))
    singles = {one: some for one, some in words.items() if len(one) == 1}
    return {start: re.compile("|".join([*some, *singles.get(start[:-1], ())])) for start, some in words.items()}


def _expression(word: str) -> str:
    """Match a word in Latin letters as a whole only; that it begins as a word is seen to where it is looked for."""
    whole = re.escape(word.removesuffix("~")) + ("[a-z]{0,6}" if word.endswith("~") else "")
    return rf"{whole}(?![a-z0-9])" if word.isascii() and word[0].isalnum() else whole


_READERS = _readers()
_PLACE = re.compile(rf"[{re.escape(''.join({start[0] for start in _READERS}))}](?<![a-z0-9][a-z0-9])")
"""Where a word can begin: nowhere inside another word in Latin letters."""


def find(text: str) -> Iterator[Hit]:
    """Find the words of the lexicon in a folded text, in order and without overlap, in one pass."""
    place = 0
    for candidate in _PLACE.finditer(text):
        start = candidate.start()
        if start < place:
            continue
        reader = _READERS.get(text[start : start + 2]) or _READERS.get(candidate[0])
        if reader and (found := reader.match(text, start)):
            place = found.end()
            yield Hit(start, place, _concepts(found[0]))


@lru_cache(_MANY)
def _concepts(written: str) -> int:
    """Look a word up, and where it has an ending, the longest stem of it."""
    stems = (f"{written[:length]}~" for length in range(len(written), 0, -1))
    return LEXICON.get(written) or next(LEXICON[stem] for stem in stems if stem in LEXICON)
