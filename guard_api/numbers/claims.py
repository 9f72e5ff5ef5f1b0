"""Who a caller says to be -> organisations of the directory, named in whatever words."""

import re
import unicodedata
from collections.abc import Iterable

from guard_api.numbers.directory import Directory, Organization

_MAX_CLAIM = 500
"""Characters of a claim that are read."""
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


class Claims:
    """Names and aliases of a directory as one expression: the longest name wins (京东物流 is not 京东)."""

    def __init__(self, directory: Directory) -> None:
        """Compile once for each loaded directory."""
        self._owners = {
            name: organization.id for organization in directory.organizations.values() for name in _names(organization)
        }
        longest_first = sorted(self._owners, key=lambda name: (-len(name), name))
        self._expression = re.compile("|".join(map(_whole, longest_first)) or r"(?!)")

    def find(self, claimed: object) -> tuple[str, ...]:
        """List the ids of all organisations that a claim names, the first named first. Never raises."""
        if not isinstance(claimed, str):
            return ()
        names = self._expression.findall(_folded(claimed[:_MAX_CLAIM]))
        return tuple(dict.fromkeys(self._owners[name] for name in names))


def _names(organization: Organization) -> Iterable[str]:
    for name in (organization.id, *organization.names.values(), *organization.aliases):
        yield _folded(name)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    return _BETWEEN_IDEOGRAPHS.sub("", " ".join(folded.split()))


def _whole(name: str) -> str:
    """Match a name in Latin letters as whole words only: JD is not in Adjd."""
    start = r"(?<![a-z0-9])" if name[0].isascii() else ""
    end = r"(?![a-z0-9])" if name[-1].isascii() else ""
    return start + re.escape(name) + end
