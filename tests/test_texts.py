"""What people read: complete in every language, short enough for somebody who is frightened."""

import re
import shutil
import subprocess
import sys
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from guard_api.actions.checks.advise import Purpose
from guard_api.engine.decision import Ongoing
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Level
from guard_api.patterns import PATTERNS
from guard_api.presenters.warnings import advice_of
from guard_api.texts import LANGUAGES, texts_in

LEVELS = ("none", "notice", "warning", "critical")


def catalogue(language: str) -> dict[str, str]:
    with (files("guard_api.texts") / f"{LANGUAGES[language]}.po").open("rb") as lines:
        return {str(message.id): str(message.string) for message in read_po(lines) if message.id}


CATALOGUES = {language: catalogue(language) for language in LANGUAGES}
ENGLISH = CATALOGUES["en"]
USED = {
    *(f"{pattern.id}.{part}" for pattern in PATTERNS for part in ("title", "message")),
    *(f"advice.{piece}" for pattern in PATTERNS for piece in (*pattern.advice, *pattern.notice)),
    *(f"level.{level}" for level in LEVELS),
    *(f"button.{button}" for button in ("hang_up", "stop_screen_share", *Purpose)),
    *("report.no_number", "report.official", "report.withdrawn"),
    *("with_forwarding", "or", "nobody_known", "category.other", "category.fraud"),
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_holds_every_text_with_the_same_placeholders(language: str) -> None:
    there = CATALOGUES[language]
    assert set(there) == set(ENGLISH)
    assert all(text.strip() for text in there.values())
    assert {i: placeholders(text) for i, text in there.items()} == {i: placeholders(t) for i, t in ENGLISH.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_the_code_asks_for_exists(language: str) -> None:
    assert set(CATALOGUES[language]) >= USED
    assert all(texts_in(language).get(text_id) != text_id for text_id in USED)


def test_every_pattern_comes_with_advice() -> None:
    assert all(pattern.advice for pattern in PATTERNS)


SITUATIONS = [frozenset(ongoing) for size in range(4) for ongoing in combinations(Ongoing, size)]


@pytest.mark.parametrize("ongoing", SITUATIONS, ids=lambda ongoing: "+".join(sorted(ongoing)) or "nothing")
@pytest.mark.parametrize("level", [Level.CRITICAL, Level.NOTICE])
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_a_warning_begins_with_what_to_do_first_whatever_goes_on(
    pattern: Pattern, level: Level, ongoing: frozenset[Ongoing]
) -> None:
    pieces = advice_of(pattern, level, ongoing)

    assert f"first.{pieces[0]}" in ENGLISH
    assert all(ENGLISH[i].startswith("{first} ") for i in ENGLISH if i.startswith(f"{pattern.id}.message"))
    assert ("hang_up" in pieces) <= (Ongoing.CALL in ongoing)
    assert ("stop_share" in pieces) <= (Ongoing.SHARE in ongoing)
    assert ("cancel_forwarding" in pieces) <= (Ongoing.FORWARDING in ongoing)


def test_no_language_was_left_untranslated() -> None:
    chinese = CATALOGUES["zh-CN"]
    assert not [i for i, text in chinese.items() if i.endswith((".title", ".message")) and text.isascii()]


@pytest.mark.parametrize("text_id", [i for i in ENGLISH if i != "or"])
def test_sentences_are_short(text_id: str) -> None:
    english = re.split(r"(?<=[.!?:;])\s+", ENGLISH[text_id])
    chinese = re.split(r"\{first\}|[。！？；]", CATALOGUES["zh-CN"][text_id])
    assert max(len(sentence.split()) for sentence in english) <= 25
    assert max(map(len, chinese)) <= 50


@pytest.mark.parametrize(
    ("name", "asked", "tag"),
    [
        ("de", "fr;q=0.9, de-AT", "de"),
        ("zh_TW", "zh-HK, zh-CN;q=0.9", "zh-TW"),
        ("zh_TW", "zh-Hans-CN, zh-TW;q=0.9", "zh-CN"),
        ("zh_Hant", "zh-TW", "zh-Hant"),
        ("pt_PT", "pt-BR, en;q=0.5", "pt-PT"),
    ],
)
def test_a_language_is_one_file_more(tmp_path: Path, name: str, asked: str, tag: str) -> None:
    ours = Path(str(files("guard_api")))
    shutil.copytree(ours, tmp_path / "guard_api", ignore=shutil.ignore_patterns("__pycache__"))
    words = (ours / "texts" / "en.po").read_text("utf-8").replace("This is fraud", "IN ANOTHER LANGUAGE")
    (tmp_path / "guard_api" / "texts" / f"{name}.po").write_text(words, "utf-8")
    speak = f"from guard_api.texts import *; t = texts_for('{asked}'); print(*LANGUAGES, '|', t.language, '|', "
    said = subprocess.run(
        [sys.executable, "-c", f"{speak} t.get('forwarding_with_screen_share.title'))"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    languages, language, title = said.stdout.strip().split(" | ")
    assert set(languages.split()) == {*LANGUAGES, name.replace("_", "-")}
    assert languages.startswith("en ")
    assert language == tag
    assert (title == "IN ANOTHER LANGUAGE") == (tag not in LANGUAGES)
