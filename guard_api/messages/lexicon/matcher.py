"""The words of the lexicon in a message.

The lexicon is data: `deeds`, `lures` and `stances` list how each concept is said. Words are in the form that `folding`
gives. `_` is a space, and `~` stands for the ending of an English word (close~ is closed, closes, closing). Of the
words that begin at one place the longest wins, so words that only look like others are listed too (`decoys`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain

from guard_api.messages.lexicon.actions import ACTIONS
from guard_api.messages.lexicon.channels import CHANNELS
from guard_api.messages.lexicon.cues import CUES
from guard_api.messages.lexicon.false_friends import FALSE_FRIENDS

_START = 2
"""Characters by which words are looked for."""
_MANY = 4096


def _by_word() -> Mapping[str, int]:
    concepts: defaultdict[str, int] = defaultdict(int)
    for concept, words in chain(ACTIONS.items(), CHANNELS.items(), CUES.items(), FALSE_FRIENDS.items()):
        for word in words.split():
            concepts[word.replace("_", " ")] |= int(concept)
    return dict(concepts)


LEXICON = _by_word()
"""What each word stands for: a union of concepts."""


def _by_start() -> Mapping[str, list[str]]:
    """Give for each two characters, or one, the words that begin with them."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word in LEXICON:
        words[word.removesuffix("~")[:_START]].append(word)
    return dict(words)


_WORDS = _by_start()


@cache
def _reader(start: str) -> re.Pattern[str]:
    """Make an expression of all words that can begin with a start of `_WORDS`, the longest first.

    It is made when it is first met: all 1,658 at the start took 55 ms and 2 MB, and a message meets some thirty.
    """
    words = _WORDS[start] if len(start) < _START else [*_WORDS[start], *_WORDS.get(start[0], ())]
    return re.compile("|".join(map(_expression, sorted(words, key=lambda word: (-len(word), word)))))


def _expression(word: str) -> str:
    """Match a word in Latin letters as a whole only; that it begins as a word is seen to where it is looked for."""
    whole = re.escape(word.removesuffix("~")) + ("[a-z]{0,6}" if word.endswith("~") else "")
    return rf"{whole}(?![a-z0-9])" if word.isascii() and word[0].isalnum() else whole


_PLACE = re.compile(rf"[{re.escape(''.join({start[0] for start in _WORDS}))}](?<![a-z0-9][a-z0-9])")
"""Where a word can begin: nowhere inside another word in Latin letters."""


def match(text: str) -> Iterator[tuple[int, int, int]]:
    """Find the words of the lexicon in a folded text, in order and without overlap, in one pass.

    Gives of each where it begins and ends, and the union of its concepts.
    """
    place = 0
    for candidate in _PLACE.finditer(text):
        start = candidate.start()
        if start < place:
            continue
        beginning = text[start : start + _START]
        beginning = beginning if beginning in _WORDS else candidate[0]
        if beginning in _WORDS and (found := _reader(beginning).match(text, start)):
            place = found.end()
            yield start, place, _concepts(found[0])


@lru_cache(_MANY)
def _concepts(written: str) -> int:
    """Look a word up, and where it has an ending, the longest stem of it."""
    stems = (f"{written[:length]}~" for length in range(len(written), 0, -1))
    return LEXICON.get(written) or next(LEXICON[stem] for stem in stems if stem in LEXICON)
