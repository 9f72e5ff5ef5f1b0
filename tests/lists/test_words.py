"""One rule for what people may write: nothing that nobody sees, that a screen obeys, or that a spreadsheet runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.lists.safe_text import HARMLESS, cleaned, inert, is_harmless, live, visible

SHOWN = ["", "Fake bank", "冒充客服", "☎️ 110", "👩‍💻", "👩🏽‍💻 x", "❤️", "5️⃣", "é", "-3 %", "a;b", "﷽"]
HIDDEN = [
    "\u202eevil",
    "e\u200bvil",
    "a\u2028b",
    "\x1b[31mred",
    "a\tb",
    "\x9b31m",
    "\u3164",
    "\u2800",
    "\uffa0",
    "\u115f",
    "\u034f",
    "\u180e",
    "\U000e0041\U000e007f",
    "\U000e0100",
    "\ufdd0",
    "\uffff",
    "\U0001fffe",
    "\U0010ffff",
    "\ufffc",
    "\ud800",
    "e\u200dvil",
    "e\ufe0fvil",
    "👩\u200d",
    "\u200d💻",
    "\U0001d173",
]
TEXTS = st.text(st.characters() | st.sampled_from([*"".join(SHOWN + HIDDEN), *"'=+-@;\" ＝"]), max_size=20)


@pytest.mark.parametrize("text", SHOWN)
def test_what_people_see_is_harmless_and_stays_as_it_is(text: str) -> None:
    assert is_harmless(text)
    assert cleaned(text) == visible(text) == text


@pytest.mark.parametrize("text", HIDDEN)
def test_what_nobody_sees_is_no_text_of_an_entry(text: str) -> None:
    assert not is_harmless(text)
    assert is_harmless(cleaned(text))
    assert visible(text).isprintable()
    assert "\\u" in visible(text) or "\\t" in visible(text)


@given(TEXTS)
def test_any_text_can_be_cleaned_and_shown(text: str) -> None:
    assert is_harmless(cleaned(text))
    assert cleaned(cleaned(text)) == cleaned(text)
    assert is_harmless(visible(text))
    assert (cleaned(text) == text) is is_harmless(text)


@given(TEXTS.filter(lambda text: text.isprintable() or text.encode("utf-8", "ignore").decode() == text))
def test_the_rule_that_is_published_is_the_rule(text: str) -> None:
    assert (re.fullmatch(HARMLESS, text) is not None) is is_harmless(text)


@pytest.mark.parametrize(
    "text", ["=cmd|' /c calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", '"=1', " =1", "＝1", "x;=1", 'x; "@a"', "'=1"]
)
def test_a_spreadsheet_runs_no_text_of_an_export(text: str) -> None:
    written = inert(text)
    assert live(written) == text
    for cell in written.split(";"):
        assert not re.match(r"""[\s"]*[=+\-@＝]""", cell)


@given(TEXTS)
def test_what_is_kept_from_running_is_read_as_it_was(text: str) -> None:
    assert live(inert(text)) == text


def test_a_text_of_many_signs_takes_no_time() -> None:
    assert not is_harmless("👩" * 50_000 + "\u202e")
    assert not is_harmless("a" * 50_000 + "\u202e")
