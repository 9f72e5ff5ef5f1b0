"""The words of the lexicon, out of its TOML files, which say themselves how they are written."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

from guard_api.messages.lexicon.concepts import Concept

_FILES = ("abroad.toml", "actions.toml", "channels.toml", "cues.toml", "false_friends.toml", "lures.toml")
_KEYS = {"zh", "en", "es", "pt", "de", "fr", "it", "ja", "ko", "signs"}


class BadLexicon(ValueError):
    """A file of words breaks the rules of the lexicon. The message says which, where and how."""


class Lexicon(NamedTuple):
    """What each word stands for, as a union of concepts, and a digest that changes when a word or its concepts do."""

    words: Mapping[str, int]
    revision: str


def shipped() -> Lexicon:
    """Return the lexicon that comes with the package."""
    folder = files(__package__)
    return load({name: (folder / name).read_text("utf-8") for name in _FILES})


def load(documents: Mapping[str, str]) -> Lexicon:
    """Return the lexicon of some TOML documents, given by name. Raises BadLexicon."""
    words: dict[str, int] = {}
    digest = hashlib.sha256()
    without_words = set(Concept)
    for name, document in documents.items():
        for concept, group in _groups(name, document):
            bit = int(concept)
            for word in group:
                concepts = words.get(word, 0)
                if concepts & bit:
                    raise BadLexicon(f"{name}: {_shown(concept)} has the word {word!r} twice")
                words[word] = concepts | bit
            without_words.discard(concept)
            digest.update(f"{concept.name} {' '.join(group)}\n".encode())
    if without_words:
        raise BadLexicon(f"no words for {', '.join(sorted(map(_shown, without_words)))}")
    return Lexicon(words, digest.hexdigest()[:12])


def _groups(name: str, document: str) -> Iterator[tuple[Concept, Sequence[str]]]:
    try:
        content = tomllib.loads(document)
    except tomllib.TOMLDecodeError as error:
        raise BadLexicon(f"{name}: {error}") from error
    for key, groups in content.items():
        concept = Concept.__members__.get(key.upper())
        if concept is None:
            raise BadLexicon(f"{name}: there is no concept {key!r}")
        if not isinstance(groups, list):
            raise BadLexicon(f"{name}: {_shown(concept)} needs two brackets")
        for group in groups:
            yield concept, _words(group, f"{name}: {_shown(concept)}")


def _words(group: object, where: str) -> Sequence[str]:
    """Return the words of a group, `_` in them as the space that it stands for."""
    if not isinstance(group, dict) or not group:
        raise BadLexicon(f"{where} has an empty group")
    words: list[str] = []
    for key, listed in group.items():
        if key not in _KEYS or not isinstance(listed, str):
            raise BadLexicon(f"{where} has {key!r}, which is no language or signs with words between quotes")
        found = listed.split()
        if not found:
            raise BadLexicon(f"{where} has no words under {key!r}")
        words += [word.replace("_", " ") for word in found]
    return words


def _shown(concept: Concept) -> str:
    return f"[[{str(concept.name).lower()}]]"
