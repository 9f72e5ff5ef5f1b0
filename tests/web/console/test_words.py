"""What pages say is there in every language."""

import re
from importlib.resources import files

import pytest

from guard_api.ports.people.people import Role
from guard_api.presenters.browsers import browser_name
from guard_api.texts import LANGUAGES, texts_in
from guard_api.web.console.pages import PLACES

ROOM = files("guard_api.web.console")
USE = re.compile(r"""\bt\(["'](console\.[\w.-]+)["']\s*[,)]""")


def used_texts() -> set[str]:
    pages = [file.read_text("utf-8") for file in (ROOM / "templates" / "console").iterdir()]
    return {text_id for page in pages for text_id in USE.findall(page)} | {
        *(f"console.{place.name}.title" for place in PLACES),
        *(f"console.role.{role}{part}" for role in Role for part in ("", ".may")),
        *(f"console.language.{tag}" for tag in LANGUAGES),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_its_words(language: str) -> None:
    texts = texts_in(language)
    assert len(used_texts()) > 100
    assert sorted(text_id for text_id in used_texts() if not texts.has(text_id)) == []


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
        ("x" * 500, "x" * 60),
    ],
)
def test_browsers_are_called_what_people_call_them(agent: str, name: str) -> None:
    assert browser_name(agent) == name
