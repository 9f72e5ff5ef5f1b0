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

from guard_api.actions.checks.advice.advise import Purpose, StepType
from guard_api.actions.checks.advice.priorities import FIRST, PIECES, ROWS, plan_of
from guard_api.engine.decision import Ongoing
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Level
from guard_api.patterns import PATTERNS
from guard_api.texts import LANGUAGES, texts_in

LEVELS = ("none", "notice", "warning", "critical")


def catalogue(language: str) -> dict[str, str]:
    with (files("guard_api.texts") / f"{LANGUAGES[language]}.po").open("rb") as lines:
        return {str(message.id): str(message.string) for message in read_po(lines) if message.id}


CATALOGUES = {language: catalogue(language) for language in LANGUAGES}
ENGLISH = CATALOGUES["en"]
ONLY_FIRST = {"do_not_answer"}
"""What is no advice: it is done, or it is too late."""
USED = {
    *(f"{pattern.id}.{part}" for pattern in PATTERNS for part in ("title", "message")),
    *(
        f"advice.{piece}"
        for pattern in PATTERNS
        for piece in (*pattern.advice, *pattern.notice)
        if piece not in ONLY_FIRST
    ),
    *(f"advice.{piece}" for row in ROWS for piece in row.pieces if piece not in ONLY_FIRST),
    *(f"advice.{piece}" for piece in PIECES if piece not in ONLY_FIRST),
    *(f"first.{piece}" for piece in FIRST),
    *(f"level.{level}" for level in LEVELS),
    *(f"label.{step}" for step in StepType if step not in {StepType.DIAL, StepType.CALL}),
    *(f"label.{purpose}" for purpose in Purpose if purpose is not Purpose.CANCEL_FORWARDING),
    *("label.code", "label.other_code", "the_police"),
    *(f"label.say.{what}" for what in ("digits", "hash", "star", "plus", "pause")),
    *("report.no_number", "report.official", "report.withdrawn"),
    *("with_forwarding", "with_conditional_forwarding"),
    *("nobody_known", "category.other", "category.fraud"),
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


SITUATIONS = [frozenset(ongoing) for size in range(len(Ongoing) + 1) for ongoing in combinations(Ongoing, size)]
WHILE = {
    **dict.fromkeys(("hang_up", "take_time", "he_will_deny"), Ongoing.CALL),
    **dict.fromkeys(("stop_share", "leave_meeting", "lock_screen"), Ongoing.SHARE),
    **dict.fromkeys(("cancel_forwarding", "no_call_back"), Ongoing.FORWARDING),
    "do_not_answer": Ongoing.RINGING,
}


@pytest.mark.parametrize("level", [Level.CRITICAL, Level.NOTICE])
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_a_warning_begins_with_what_to_do_first_whatever_goes_on(pattern: Pattern, level: Level) -> None:
    assert all(ENGLISH[i].startswith("{first} ") for i in ENGLISH if i.startswith(f"{pattern.id}.message"))
    for ongoing in SITUATIONS:
        signs = frozenset({*ongoing, pattern.id, *pattern.shape.kinds})
        pieces = plan_of(signs, [(pattern, level)], level).pieces
        assert f"first.{pieces[0]}" in ENGLISH
        assert len(set(pieces)) == len(pieces)
        assert [piece for piece in pieces if piece in WHILE and WHILE[piece] not in ongoing] == []


def test_what_can_be_first_is_what_has_a_first_sentence() -> None:
    assert {f"first.{piece}" for piece in FIRST} == {i for i in ENGLISH if i.startswith("first.") and i.count(".") == 1}
    assert {row.pieces[0] for row in ROWS} <= FIRST


STATES: list[frozenset[str]] = [frozenset(), frozenset({"again"}), frozenset({"undone"}), frozenset({"over"})]
FILLED = {
    "en": {
        "organization": "Industrial and Commercial Bank of China",
        "bank": "Industrial and Commercial Bank of China",
        "category": "suspicious calls",
        "emergency": "110",
        "report": "96110",
        "site": "www.95588.com",
    },
    "zh-CN": {
        "organization": "中国人民银行征信中心",
        "bank": "中国邮政储蓄银行",
        "category": "自动语音电话",
        "emergency": "110",
        "report": "96110",
        "site": "www.95588.com",
    },
}
NUMBERS = {"number": "95118", "bank_number": "95588", "code": "##002#", "domain": "2406578.top", "hours": "6"}
MORE = {"who": "Grandma", "person": "Grandma", "count": "3", "first": "", "message": "", "name": "ICBC"}


def length(language: str, text: str) -> tuple[int, int]:
    """Say how long a text is, and how long it may be: in words, or in characters."""
    return (len(text.split()), 30) if language == "en" else (len(text), 60)


def openings(pattern: Pattern) -> set[tuple[str, frozenset[str]]]:
    """List with which first sentences a pattern can come, and what has changed then."""
    return {
        (plan_of(signs, [(pattern, level)], level).pieces[0], state)
        for ongoing in SITUATIONS
        for state in STATES
        for level in (Level.CRITICAL, Level.NOTICE)
        for signs in [frozenset({*ongoing, *state, pattern.id, *pattern.shape.kinds})]
    }


def messages(pattern: Pattern, state: frozenset[str]) -> list[str]:
    """List the texts that a message can be: what has changed since comes before what it was."""
    now = [f"{pattern.id}.message.{sign}" for sign in ("over", "undone") if sign in state]
    known = [i for i in ENGLISH if i.startswith(f"{pattern.id}.message") and not i.endswith((".over", ".undone"))]
    return [i for i in now if i in ENGLISH] or known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_a_message_with_its_first_sentence_is_short_in_every_situation(pattern: Pattern, language: str) -> None:
    texts, values = CATALOGUES[language], {**FILLED[language], **NUMBERS}
    forwards = frozenset({"forwarding_switched_on"}) in pattern.shape.required_kinds
    for piece, state in openings(pattern):
        first = texts["first.hang_up.again" if piece == "hang_up" and "again" in state else f"first.{piece}"]
        for text_id in messages(pattern, state):
            full = texts[text_id].format_map({**values, "first": first.format_map(values)})
            if forwards and "undone" not in state:
                conditional = text_id.endswith(".conditional")
                full = texts["with_conditional_forwarding" if conditional else "with_forwarding"].format(message=full)
            how_long, at_most = length(language, full)
            assert how_long <= at_most, full


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_by_itself_is_short(language: str) -> None:
    values = {**FILLED[language], **NUMBERS, **MORE}
    shown = {i: t for i, t in CATALOGUES[language].items() if not i.startswith(("demo.", "report.", "console."))}
    for text_id, text in shown.items():
        filled = {**dict.fromkeys(placeholders(text), "9"), **values, "fraud": "", "twin": "", "minute": ""}
        how_long, at_most = length(language, text.format_map(filled))
        assert how_long <= at_most, text_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_called_a_stranger_to_his_face(language: str) -> None:
    """To the person he is customer service, or an officer: whoever reads of a stranger thinks of somebody else.

    Admins, who look on from outside, read of evidence by its name.
    """
    called = [i for i, text in CATALOGUES[language].items() if re.search("stranger|陌生", text, re.IGNORECASE)]
    assert [i for i in called if not i.startswith("console.checks.")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_neither_shout_nor_count_down_nor_doubt(language: str) -> None:
    shown = {i: t for i, t in CATALOGUES[language].items() if not i.startswith("demo.")}
    assert [
        i for i, text in shown.items() if re.search(r"[!！]|if you are unsure|in doubt|如果不确定|如有怀疑", text)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_there_twice(language: str) -> None:
    file = files("guard_api.texts") / f"{LANGUAGES[language]}.po"
    ids = re.findall(r'^msgid "(.+)"$', file.read_text("utf-8"), re.MULTILINE)
    assert sorted(ids) == sorted(set(ids))


def test_no_language_was_left_untranslated() -> None:
    chinese = CATALOGUES["zh-CN"]
    assert not [i for i, text in chinese.items() if i.endswith((".title", ".message")) and text.isascii()]


def test_sentences_are_short() -> None:
    for text_id, text in ENGLISH.items():
        english = re.split(r"(?<=[.!?:;])\s+", text)
        chinese = re.split(r"\{first\}|[。！？；]", CATALOGUES["zh-CN"][text_id])
        assert max(len(sentence.split()) for sentence in english) <= 25, text_id
        assert max(map(len, chinese)) <= 50, text_id


@pytest.mark.parametrize(
    ("name", "wanted", "tag"),
    [
        ("de", "fr;q=0.9, de-AT", "de"),
        ("zh_TW", "zh-HK, zh-CN;q=0.9", "zh-TW"),
        ("zh_TW", "zh-Hans-CN, zh-TW;q=0.9", "zh-CN"),
        ("zh_Hant", "zh-TW", "zh-Hant"),
        ("pt_PT", "pt-BR, en;q=0.5", "pt-PT"),
    ],
)
def test_a_language_is_one_file_more(tmp_path: Path, name: str, wanted: str, tag: str) -> None:
    ours = Path(str(files("guard_api")))
    shutil.copytree(ours, tmp_path / "guard_api", ignore=shutil.ignore_patterns("__pycache__"))
    words = (ours / "texts" / "en.po").read_text("utf-8").replace("Your money is in danger", "IN ANOTHER LANGUAGE")
    (tmp_path / "guard_api" / "texts" / f"{name}.po").write_text(words, "utf-8")
    speak = f"from guard_api.texts import *; t = texts_for('{wanted}'); print(*LANGUAGES, '|', t.language, '|', "
    process = subprocess.run(
        [sys.executable, "-c", f"{speak} t.get('account_takeover.title'))"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    languages, language, title = process.stdout.strip().split(" | ")
    assert set(languages.split()) == {*LANGUAGES, name.replace("_", "-")}
    assert languages.startswith("en ")
    assert language == tag
    assert (title == "IN ANOTHER LANGUAGE") == (tag not in LANGUAGES)
