"""Every text that a page asks for is there; tests of screens see those whose names are put together."""

import re
from pathlib import Path

import pytest

import guard_api.web.console as room
from guard_api.texts import LANGUAGES, texts_in

FOLDER = Path(room.__file__).parent
USED = {
    (file.name, text)
    for file in FOLDER.rglob("*")
    if file.suffix in {".py", ".html"}
    for text in re.findall(r"""(?:\bt|texts\.get)\(\s*['"](console\.[\w.-]+)['"]\s*[,)]""", file.read_text("utf-8"))
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_a_page_asks_for_exists(language: str) -> None:
    assert len(USED) > 100
    assert {(file, text) for file, text in USED if not texts_in(language).has(text)} == set()
