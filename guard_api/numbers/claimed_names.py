"""Who a caller says to be -> organisations of the directory, named in whatever words."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property

from guard_api.numbers.directory import Directory, Organization
from guard_api.numbers.fuzzy_names import FuzzyNames
from guard_api.text.hanzi import simplified
from guard_api.text.plain import plain

_BEGINNING = 2
"""Characters by which names are indexed: none is shorter."""
_MAX_CLAIM = 500
"""Characters of a claim that are read."""
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_ONE_FORM = str.maketrans("’‘ʼ壹", "'''一")
_NOBODY = (
    "南京东 北京东 东京东 京东方 中央行 本人行 别人行 他人行 集中行 其中行 空中行 打工行 施工行 提交行 外交行 "
    "社交行 修建行 搭建行 建行为 建行路 中行为 工行为 交行为 人行道 人行横道 中行走 "
    "上海关 珠海关 北海关 威海关 法院路 法院街"
)
"""Longer words in which a short name stands by accident: 南京东路 is no 京东."""


class ClaimedNames:
    """Names and aliases of a directory, found in one pass: the longest name wins (京东物流 is not 京东)."""

    def __init__(self, directory: Directory) -> None:
        """Index once for each loaded directory."""
        self._owners = {
            name: organization.id for organization in directory.organizations.values() for name in _names(organization)
        }
        self._owners.update({number.number: number.organization for number in directory.numbers})
        self._names = {*self._owners, *map(_folded, _NOBODY.split())}
        self._sizes: dict[str, list[int]] = {}
        for beginning, size in sorted({(name[:_BEGINNING], len(name)) for name in self._names}, reverse=True):
            self._sizes.setdefault(beginning, []).append(size)
        self._may_begin = _any_first_of(self._sizes)

    @cached_property
    def _fuzzy(self) -> FuzzyNames:
        """Index by sound and spelling when first asked: most workers never are."""
        return FuzzyNames(self._owners)

    def guess(self, claimed: str) -> tuple[str, ...]:
        """List the ids of organisations whose name a claim may misspell: for people to look at, not to be judged."""
        return self._fuzzy.find(_folded(claimed))

    def find(self, claimed: object) -> tuple[str, ...]:
        """List the ids of all organisations that a claim names, the first named first. Never raises."""
        if not isinstance(claimed, str):
            return ()
        names = self._named(_folded(claimed))
        return tuple(dict.fromkeys(self._owners[name] for name in names if name in self._owners))

    def _named(self, text: str) -> Iterator[str]:
        at = 0
        while found := self._may_begin.search(text, at):
            at = found.start()
            for size in self._sizes.get(text[at : at + _BEGINNING], ()):
                name = text[at : at + size]
                if name in self._names and not _goes_on(text, at + size):
                    yield name
                    at += size
                    break
            else:
                at += 1


def _names(organization: Organization) -> Iterable[str]:
    for name in (organization.id, *organization.names.values(), *organization.aliases):
        if folded := _folded(name):
            yield folded


def _folded(text: str) -> str:
    folded = simplified(plain(text, _MAX_CLAIM)).translate(_ONE_FORM).casefold()
    return _BETWEEN_IDEOGRAPHS.sub("", " ".join(folded.split()))


def _any_first_of(names: Iterable[str]) -> re.Pattern[str]:
    """Find where a name may begin, one in Latin letters only with a word: a third of the time of trying everywhere."""
    firsts = {name[0] for name in names}
    latin = {character for character in firsts if _is_latin(character)}
    return re.compile(f"{_one_of(firsts - latin)}|(?<![a-z0-9]){_one_of(latin)}")


def _one_of(characters: AbstractSet[str]) -> str:
    """Return a pattern of one of these characters; of none, it matches nowhere."""
    return f"[{re.escape(''.join(characters))}]" if characters else "(?!)"


def _goes_on(text: str, end: int) -> bool:
    """Whether a word in Latin letters goes on there: JD is not in Adjd, nor in JDX."""
    return end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
