"""What the cells of a row say: an entry whose number or domain is as somebody wrote it, or why there is none."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from guard_api.lists.domains import LONGEST_DOMAIN
from guard_api.lists.entry import Category, Entry, Match, Subject
from guard_api.lists.files.cells.chinese import word_of
from guard_api.lists.files.cells.until import NoMoment, completed, read_until, sheet_day
from guard_api.lists.files.layout import DETAIL_COLUMNS, Layout
from guard_api.lists.safe_text import cleaned, is_harmless, live

LONGEST_NAME = 128
"""Characters of a label or a source that are kept."""
LONGEST_NOTE = 500

COMPLAINT_COLUMNS = ("company_phone_number", "subject", "recorded_message_or_robocall")
_SUBJECTS = {
    "calls pretending to be government, businesses, or family and friends": Category.FRAUD,
    "computer & technical support": Category.FRAUD,
    "lotteries, prizes & sweepstakes": Category.FRAUD,
    "dropped call or no message": Category.SPAM,
    "energy, solar, & utilities": Category.TELEMARKETING,
    "home improvement & cleaning": Category.TELEMARKETING,
    "home security & alarms": Category.TELEMARKETING,
    "medical & prescriptions": Category.TELEMARKETING,
    "reducing your debt (credit cards, mortgage, student loans)": Category.TELEMARKETING,
    "vacation & timeshares": Category.TELEMARKETING,
    "warranties & protection plans": Category.TELEMARKETING,
    "work from home & other ways to make money": Category.TELEMARKETING,
}
"""Choices of the FTC's complaint form. What is not here is `other`, or `robocall` where the file says that it was one:
charities, debt collection, surveys & political calls, other, no subject provided."""
_NATIONAL_DIGITS = 10
LONGEST_NUMBER = 64
LONGEST = {Subject.NUMBER: LONGEST_NUMBER, Subject.DOMAIN: LONGEST_DOMAIN}
_REMEMBERED = 10_000
_SHOWN = 40
_Word = TypeVar("_Word", bound=StrEnum)
_Meaning = TypeVar("_Meaning")
Make = Callable[[tuple[str, ...]], Entry]


class Unreadable(ValueError):
    """Why a row is no entry."""


class RowDefaults(NamedTuple):
    """What rows get that say nothing of it."""

    category: Category | None = None
    source: str = ""


NOTHING = RowDefaults()


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list is of, what makes an entry of the cells of a row, and what rows get that do not say it."""

    subject: Subject
    make: Callable[[tuple[str, ...]], Entry]
    defaults: RowDefaults = NOTHING
    layout: Layout | None = None
    """What a person says of the table, None: the first lines tell."""

    def silent(self, names: Collection[str]) -> tuple[str, ...]:
        """List what is said by no column of these `names`, and not for all rows either."""
        given = {"category": self.defaults.category, "source": self.defaults.source}
        return tuple(name for name in DETAIL_COLUMNS if name not in names and not given.get(name))


class _Memo(dict[str, _Meaning], Generic[_Meaning]):
    """Meanings of cells: a million rows of five categories are read five times."""

    def __init__(self, read: Callable[[str], _Meaning]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> _Meaning:
        if len(self) >= _REMEMBERED:
            self.clear()
        meaning = self._read(cell)
        if len(cell) <= LONGEST_NAME:
            self[cell] = meaning
        return meaning


def entry_maker(now: datetime, subject: Subject = Subject.NUMBER, defaults: RowDefaults = NOTHING) -> Make:
    """Give what makes an entry of the cells of `columns_of(subject)`, "" where one is missing; it raises Unreadable."""
    matches = _Memo(partial(_word, words=subject.matches, name="match", default=subject.matches[0]))
    usual, usual_source, longest = defaults.category or subject.category, defaults.source, LONGEST[subject]
    categories = _Memo(partial(_word, words=tuple(Category), name="category", default=usual))
    expiries = _Memo(partial(_expiry, now=now))

    def make(cells: tuple[str, ...]) -> Entry:
        number, match, category, label, source, note, expires_at = cells
        number, how, source = number.strip(), matches[match], source or usual_source
        if not number or number[-1] == "*" or len(number) > longest:
            number, how = _unusual(number, how)
        too_long = len(label) > LONGEST_NAME or len(source) > LONGEST_NAME or len(note) > LONGEST_NOTE
        if too_long or not is_harmless(f"{label}{source}{note}"):
            label, source = cleaned(label, LONGEST_NAME), cleaned(source, LONGEST_NAME)
            note = cleaned(note, LONGEST_NOTE)
        return Entry(number, how, categories[category], label, source, note, expiries[expires_at])

    return make


def defused_maker(make: Make) -> Make:
    """Give what makes an entry of cells of a CSV, in which `writers` has kept spreadsheets from running texts."""

    def make_of(cells: tuple[str, ...]) -> Entry:
        number, match, category, label, source, note, expires_at = cells
        if "'" in label or "'" in source or "'" in note:
            cells = number, match, category, live(label), live(source), live(note), expires_at
        return make(cells)

    return make_of


def complaint_maker() -> Make:
    """Give what makes an entry of the cells of `COMPLAINT_COLUMNS`; it raises Unreadable."""
    subjects = _Memo(_subject)

    def make(cells: tuple[str, ...]) -> Entry:
        number, subject, robocall = cells
        digits = re.sub("[^0-9]", "", number).removeprefix("1")
        if len(digits) != _NATIONAL_DIGITS:
            raise Unreadable("not a number of North America" if digits else "no number")
        category, label = subjects[subject]
        if category is Category.OTHER and robocall.strip().upper() == "Y":
            category = Category.ROBOCALL
        return Entry(f"+1{digits}", Match.EXACT, category, label, "FTC Do Not Call")

    return make


def _unusual(text: str, match: Match) -> tuple[str, Match]:
    """Read a number that is a prefix by its `*`; nothing is not allowed, and neither is too much."""
    subject = match.subject
    number = text.rstrip("*").rstrip()
    if not number:
        raise Unreadable(f"no {subject}")
    if len(number) > LONGEST[subject]:
        raise Unreadable(f"a {subject} of more than {LONGEST[subject]} characters")
    return (number, Match.PREFIX) if subject is Subject.NUMBER else (text, match)


def _word(text: str, words: Sequence[_Word], name: str, default: _Word) -> _Word:
    wanted = word_of(text.strip().lower())
    word = next((word for word in words if word == wanted), None) if wanted else default
    if word is None:
        raise Unreadable(f"{name} is one of {', '.join(words)}, not {text[:_SHOWN]!r}")
    return word


def _expiry(text: str, now: datetime) -> datetime | None:
    if not text.strip():
        return None
    text = sheet_day(text)
    try:
        at = read_until(text)
    except NoMoment as error:
        raise Unreadable(f"expires_at {error} {text[:_SHOWN]!r}") from None
    if at <= now:
        raise Unreadable(f"expired: {completed(text)[:_SHOWN]}")
    return at


def _subject(text: str) -> tuple[Category, str]:
    # The files have two spaces in front of most `&`, the form has one.
    subject = cleaned(" ".join(text.split()), LONGEST_NAME)
    return _SUBJECTS.get(subject.lower(), Category.OTHER), subject
