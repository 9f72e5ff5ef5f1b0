"""What longer words mean because shorter ones stand in them: of words at one place only the longest is found."""

from collections.abc import Iterator, Mapping

from guard_api.messages.lexicon.concepts import NOT_INHERITED, OF_LURES, Concept

_SHORTEST_STEM = 3
_IGNORED = int(Concept.IGNORED)


def with_inherited(words: Mapping[str, int]) -> Mapping[str, int]:
    """Have all words mean what lures are read by in them, and words of lures what the rest of the reader knows in them.

    So a word that is added to the lures changes nothing for the scripts of the callers.
    """
    made = dict(words)
    for word, concepts in words.items():
        if concepts & _IGNORED:
            continue
        passed_on = OF_LURES if concepts & ~OF_LURES else ~NOT_INHERITED
        for part in _parts(word.removesuffix("~")):
            made[word] |= words.get(part, 0) & passed_on
    return made


def _parts(word: str) -> Iterator[str]:
    """Give what may be a word inside of a word, but for that itself: of Latin letters whole words, and their stems."""
    pieces, between = (word.split(" "), " ") if word.isascii() else (list(word), "")
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1):
            part = between.join(pieces[start:end])
            if part != word:
                yield part
            if word.isascii() and end == start + 1:
                yield from (f"{part[:length]}~" for length in range(_SHORTEST_STEM, len(part) + 1))
