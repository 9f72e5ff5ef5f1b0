"""Words are data: an editor needs a text editor, and is told what is wrong."""

from importlib.resources import files
from itertools import pairwise

import pytest

from guard_api.messages.lexicon.concepts import Concept
from guard_api.messages.lexicon.matcher import LEXICON, Matcher
from guard_api.messages.lexicon.words import BadLexicon, load

EVERY = "".join(f"[[{concept.name}]]\nzh = '词'\n".lower() for concept in Concept if concept.name)
"""The smallest lexicon there can be: one word for everything."""


def test_a_word_stands_for_all_that_it_is_listed_under() -> None:
    words = load({"some.toml": f"{EVERY}[[close]]\n# A group of its own.\nen = '''\nclos~\nshut_down\n'''"}).words

    assert words == {"词": sum(Concept), "clos~": Concept.CLOSE, "shut down": Concept.CLOSE}


def test_words_of_one_place_are_distinguished_by_the_longest() -> None:
    found = Matcher({"关": 1, "关心": 2, "clos~": 4, "close": 8}).match("关心 关 close closing")

    assert [concepts for _, _, concepts in found] == [2, 1, 8, 4]


def test_beginnings_that_are_not_remembered_are_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard_api.messages.lexicon.matcher._MOST_BEGINNINGS", 0)
    found = Matcher({"关": 1, "关心": 2}).match("关 关心 关")

    assert [concepts for _, _, concepts in found] == [1, 2, 1]


def test_another_word_is_another_revision_and_a_comment_is_none() -> None:
    revision = load({"some.toml": EVERY}).revision

    assert load({"some.toml": f"# Words.\n{EVERY}"}).revision == revision
    assert load({"some.toml": EVERY.replace("[[close]]\nzh = '词'", "[[close]]\nzh = '词 语'")}).revision != revision
    assert load({"some.toml": EVERY.replace("[[close]]\nzh = '词'", "[[close]]\nzh = '语'")}).revision != revision
    assert len(LEXICON.revision) == len(revision) == 12


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        ("[[clsoe]]\nzh = '关'", "some.toml: there is no concept 'clsoe'"),
        ("[[close]]\nzh = '关 关'", "some.toml: [[close]] has the word '关' twice"),
        ("[[close]]\nen = 'shut_it'\n[[close]]\nen = 'shut_it'", "some.toml: [[close]] has the word 'shut it' twice"),
        ("[[close]]\nzh = ' '", "some.toml: [[close]] has no words under 'zh'"),
        ("[[close]]\n", "some.toml: [[close]] has an empty group"),
        ("[[close]]\nnl = 'dicht'", "some.toml: [[close]] has 'nl', which is no language or signs"),
        ("[[close]]\nzh = ['关']", "some.toml: [[close]] has 'zh', which is no language or signs with words"),
    ],
)
def test_what_is_wrong_is_reported(added: str, reason: str) -> None:
    with pytest.raises(BadLexicon) as raised:
        load({"some.toml": f"{EVERY}\n{added}"})
    assert str(raised.value).startswith(reason)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("[[close", "some.toml: "),
        ("close = 1", "some.toml: [[close]] needs two brackets"),
        ("close = [1]", "some.toml: [[close]] has an empty group"),
        ("[close]\nzh = '关'", "some.toml: [[close]] needs two brackets"),
        (EVERY.replace("[[stop]]\nzh = '词'", ""), "no words for [[stop]]"),
    ],
)
def test_what_is_no_lexicon_is_none(document: str, reason: str) -> None:
    with pytest.raises(BadLexicon) as raised:
        load({"some.toml": document})
    assert str(raised.value).startswith(reason)


def test_every_group_of_words_has_a_comment_that_explains_it() -> None:
    folder = files("guard_api.messages.lexicon")
    texts = [one.read_text("utf-8").splitlines() for one in folder.iterdir() if one.name.endswith(".toml")]
    bare = [
        line
        for lines in texts
        for before, line in pairwise(lines)
        if line.startswith("[[") and not before.startswith("#")
    ]
    assert bare == []
