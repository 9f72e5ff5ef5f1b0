"""What the words mean that requests and answers are written in, for the document: one meaning a word."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from guard_api.web.openapi import words_of_checks, words_of_circles, words_of_lists, words_of_tuning

MEANINGS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    **words_of_checks.WORDS,
    **words_of_circles.WORDS,
    **words_of_lists.WORDS,
    **words_of_tuning.WORDS,
}


def meant_by(words: Iterable[StrEnum]) -> Mapping[str, str]:
    """Give what each word means; of one that has no meaning here, nothing."""
    return {word.value: MEANINGS.get(type(word), {}).get(word, "") for word in words}
