"""Names are the field's: what a phone reports, an answer holds and a request wants is not told, said and asked."""

import re
from pathlib import Path

import pytest

import guard_api

PACKAGE, TESTS = Path(guard_api.__file__).parent, Path(__file__).parent
CODE = re.compile(r'"""(?s:.*?)"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#.*|([A-Za-z_]\w*)')
"""Texts and comments, which are prose, and names: no parser, which would take seconds for all of them."""
DIALECT = {"told", "untold", "tells", "said", "unsaid", "says", "saying", "asked"}
PUBLIC = {"told_by", "told", "untold", "says", "EntrySaid", "SaidOut", "ToldOut", "CircleTold"}
"""Fields of answers and requests, and their schemas: phones and their generated clients know them by these names."""
FACE = (PACKAGE / "web/contract/schemas", PACKAGE / "actions/checks")


def dialect_in(source: str) -> set[str]:
    """Return the names that have one of these words in them."""
    words = {name: re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name) for name in CODE.findall(source)}
    return {name for name, parts in words.items() if not DIALECT.isdisjoint(map(str.lower, parts))}


def test_a_name_is_read_word_by_word() -> None:
    source = "from a.said import b as TOLD  # says\nclass SaidOut: ...\ndef ask(is_told): return one.asked_for, 'said'"
    assert dialect_in(source) == {"said", "TOLD", "SaidOut", "is_told", "asked_for"}
    assert not dialect_in('"""He said."""\naforesaid, tell, ask, Asking = "told"')


@pytest.mark.parametrize("root", [PACKAGE, TESTS], ids=["guard_api", "tests"])
def test_no_name_is_of_the_dialect_but_those_that_phones_know(root: Path) -> None:
    found = {
        f"{file.relative_to(root)}: {name}"
        for file in root.rglob("*.py")
        for name in dialect_in(file.read_text("utf-8"))
        if not (name in PUBLIC and any(map(file.is_relative_to, FACE)))
    }
    assert found == set()
