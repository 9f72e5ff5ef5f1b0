"""Why a line cannot be listed is said in the language of who has pasted it."""

import pytest

from guard_api.actions.lists.edit import reader_of
from guard_api.lists.entry import Entry, ListName, Match, Rejected
from guard_api.ports import Services
from guard_api.presenters.lists.refusals import refusal_text
from guard_api.texts import LANGUAGES, texts_in

NUMBERS = (
    *("95588", "1.39E+10", "13912345678 13912345679", "13912345678 ext 5", "1391234xxxx", "13,912,340,011", "①②③④⑤⑥⑦"),
    *("nobody", "+0123*", "abc*", "+8*", "CN:1*", "999999999999999999999*", "10*", "26*", "+861391234567890123*"),
)
DOMAINS = ("https://evil.top/page", "github.io", "192.168.1.1", "13912345678", "jd.com", "%%", "co.uk", "x" * 2000)
PAIRS = [(ListName.BLOCK, one) for one in NUMBERS] + [(ListName.BLOCK_DOMAINS, one) for one in DOMAINS]


def refused(services: Services, target: ListName, written: str) -> str | None:
    match = Match.PREFIX if written.endswith("*") else target.subject.matches[0]
    read = reader_of(services, target, "CN").read(Entry(written, match))
    return read.reason if isinstance(read, Rejected) else None


@pytest.mark.parametrize(("target", "written"), PAIRS)
def test_every_refusal_is_shown_in_every_language(services: Services, target: ListName, written: str) -> None:
    reason = refused(services, target, written)
    assert reason is not None
    shown = {language: refusal_text(reason, texts_in(language)) for language in LANGUAGES}
    assert reason not in shown.values(), shown
    assert not shown["zh-CN"].isascii()


def test_what_nobody_has_put_into_words_is_given_as_it_is() -> None:
    assert refusal_text("of another kind", texts_in("en")) == "of another kind"
