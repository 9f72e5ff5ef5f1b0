"""Which of the languages that there are suits somebody best: BCP 47 tags, filled in by Unicode's likely subtags.

`zh-TW` says nothing of a script, and yet its people read the traditional one: Unicode's tables (CLDR), which babel
brings along, know that, and that Angola writes Portuguese as Portugal does.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from babel.core import get_global

_ALIASES = get_global("language_aliases")
_LIKELY = get_global("likely_subtags")
_PARENTS = get_global("parent_exceptions")
_LETTERS_OF_SCRIPT, _LETTERS_OF_REGION, _DIGITS_OF_REGION = 4, 2, 3
_WRITTEN_AS = {
    **dict.fromkeys(("cdo", "cjy", "cpx", "czh", "czo", "gan", "hak", "hsn", "mnp", "nan", "wuu", "yue"), "zh"),
    **dict.fromkeys(("nb", "nn"), "no"),
}
"""Languages whose speakers read another one: of CLDR's languageMatching, those that phones can be set to."""


class Tag(NamedTuple):
    """A language tag; what it does not say is empty."""

    language: str
    script: str = ""
    region: str = ""

    @property
    def family(self) -> str:
        """The language, or the one that its speakers read."""
        return _WRITTEN_AS.get(self.language, self.language)


def read_tag(text: str) -> Tag | None:
    """Read what of a tag says how to write: language, script, region. None where it is no tag."""
    language, *rest = text.split("-")
    if not (language.isascii() and language.isalpha() and len(language) in {2, 3}):
        return None
    script = region = ""
    for part in rest:
        if len(part) == 1:
            break  # an extension, or for private use
        if len(part) == _LETTERS_OF_SCRIPT and part.isalpha():
            script = script or part.title()
        elif _is_region(part):
            region = region or part.upper()
        elif language.lower() == "zh" and part.lower() in _WRITTEN_AS:
            language = part  # zh-yue is what yue was called before
    return Tag(_ALIASES.get(language.lower(), language.lower()), script, region)


def _is_region(part: str) -> bool:
    return (len(part) == _LETTERS_OF_REGION and part.isalpha()) or (len(part) == _DIGITS_OF_REGION and part.isdigit())


def likely(tag: Tag) -> Tag:
    """Fill in what a tag does not say (UTS 35, Add Likely Subtags)."""
    language, script, region = tag
    for known in ((language, script, region), (language, region), (language, script), (language,)):
        found = _LIKELY.get("_".join(part for part in known if part))
        if found is not None:
            _, likely_script, likely_region = found.split("_")[:3]
            return Tag(language, script or likely_script, region or likely_region)
    return tag


def closest(wanted: str, known: Sequence[str]) -> str | None:
    """Give the tag of those known that suits who wants a language best; None where none is of that language."""
    preferred = read_tag(wanted)
    if preferred is None:
        return None
    suited = [(tag, read) for tag in known if (read := read_tag(tag)) is not None and read.family == preferred.family]
    return min(suited, key=lambda one: _distance(wanted, preferred, *one))[0] if suited else None


def _distance(wanted: str, preferred: Tag, tag: str, read: Tag) -> tuple[bool, bool, bool, int, bool]:
    """Say what is not as it was asked for, the worst first: in another script one cannot read."""
    full, there = likely(preferred), likely(read)
    regions, ways = [*_regions(full)], [*_regions(there)]
    shared = [place for place, region in enumerate(regions) if region in ways]
    steps = 2 * shared[0] + (regions[shared[0]] != there.region) if shared else 2 * len(regions)
    usual = likely(Tag(there.language, there.script)).region
    return (
        tag.lower() != wanted.lower(),
        there.script != full.script,
        there.language != full.language,
        steps,
        there.region != usual,
    )


def _regions(full: Tag) -> Iterator[str]:
    """Give a tag's region, and those whose way of writing it goes by (CLDR's parent locales)."""
    yield full.region
    name = "_".join(full)
    while True:
        language, *_, region = name.split("_")
        name = _PARENTS.get(name) or _PARENTS.get(f"{language}_{region}") or ""
        if "_" not in name:
            return
        yield name.split("_")[-1]


def first_known(wanted: Iterable[str], known: Sequence[str]) -> str | None:
    """Give the closest to the first of those wanted of which any is known."""
    return next((found for one in wanted if (found := closest(one, known)) is not None), None)
