"""What may be added, changed and taken back, and what is said to whom it is refused: of values alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.errors import Conflict, NotFound
from guard_api.lists import rules
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match, Subject
from guard_api.lists.numbers import NumberReader
from guard_api.lists.rules import Surroundings, WayBack
from guard_api.numbers.directory import Directory, OfficialNumber, Organization
from tests.support.clock import NOON

A = "+8613900000000"
KEY = EntryKey(ListName.BLOCK, Match.EXACT, A)
EARLIER, LATER = NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)
EXPIRED, STANDING = Entry(A, expires_at=NOON), Entry(A, expires_at=LATER)
ENTRIES = st.sampled_from([None, EXPIRED, STANDING, Entry(A), Entry(A, category=Category.FRAUD)])


@pytest.mark.parametrize("current", [None, EXPIRED])
def test_an_entry_may_be_added_where_none_counts(current: Entry | None) -> None:
    rules.check_addition(Surroundings(KEY, current), NOON)


def test_who_adds_what_counts_learns_which_entry_that_is() -> None:
    with pytest.raises(Conflict, match="is listed already; change that entry") as refused:
        rules.check_addition(Surroundings(KEY, EXPIRED), EARLIER)
    assert refused.value.errors == {"number": [KEY.id]}


def test_who_blocks_what_is_allowed_learns_what_that_is() -> None:
    key = EntryKey(ListName.BLOCK_DOMAINS, Match.DOMAIN, "evil.top")
    with pytest.raises(Conflict, match="would cover an allowed domain: allow_domains:domain:top") as refused:
        rules.check_addition(Surroundings(key, allowed="allow_domains:domain:top"), NOON)
    assert refused.value.errors == {"domain": ["allow_domains:domain:top"]}
    assert rules.why_not_imported(Subject.DOMAIN, "top") == "covers or is an allowed domain: top"


def test_an_amendment_changes_what_it_names_and_one_that_changes_nothing_is_none() -> None:
    place = Surroundings(KEY, Entry(A, label="old"))
    assert rules.amended(place, {"label": "new"}) == Entry(A, label="new")
    assert rules.amended(place, {"label": "old"}) is None
    assert rules.amended(place, {}) is None
    assert rules.check_removal(place) == Entry(A, label="old")


def test_what_an_import_is_changing_is_left_to_it_by_all() -> None:
    place = Surroundings(KEY, Entry(A), is_pending=True)
    with pytest.raises(Conflict, match="import that is running changes"):
        rules.check_addition(place, NOON)
    with pytest.raises(Conflict, match="import that is running changes"):
        rules.amended(place, {})
    with pytest.raises(Conflict, match="import that is running changes"):
        rules.check_removal(place)
    assert rules.way_back(place, None, Entry(A), NOON, refused=False) is WayBack.STAYS


def test_what_is_not_listed_can_be_neither_changed_nor_removed() -> None:
    with pytest.raises(NotFound, match="is not listed"):
        rules.amended(Surroundings(KEY), {"label": "x"})
    with pytest.raises(NotFound, match="is not listed"):
        rules.check_removal(Surroundings(KEY))


def test_a_change_is_taken_back_that_there_is_and_of_which_what_was_before_is_known() -> None:
    assert rules.revertible(3, "change", 2) == "change"
    with pytest.raises(NotFound, match="There is no change 3"):
        rules.revertible(3, None, 2)
    for change in ("change", None):
        with pytest.raises(Conflict, match="Change 2 is too long ago"):
            rules.revertible(2, change, 2)
    rules.check_reverted(3, 1)
    with pytest.raises(Conflict, match="Nothing of change 3 can be taken back"):
        rules.check_reverted(3, 0)


@given(before=ENTRIES, after=ENTRIES)
def test_what_is_as_a_change_has_left_it_becomes_what_it_was_unless_that_has_expired(
    before: Entry | None, after: Entry | None
) -> None:
    way = rules.way_back(Surroundings(KEY, after), before, after, NOON, refused=False)
    if before is not None and before.counts(NOON):
        assert way is WayBack.RETURNS
    else:
        assert way is (WayBack.GOES if after is not None else WayBack.STAYS)


@given(before=ENTRIES, after=ENTRIES, current=ENTRIES)
def test_what_was_changed_since_stays(before: Entry | None, after: Entry | None, current: Entry | None) -> None:
    if current != after:
        assert rules.way_back(Surroundings(KEY, current), before, after, NOON, refused=False) is WayBack.STAYS


@given(after=ENTRIES)
def test_what_is_official_or_allowed_by_now_does_not_come_back_and_hinders_nothing_from_going(
    after: Entry | None,
) -> None:
    free, allowed = Surroundings(KEY, after), Surroundings(KEY, after, allowed=f"allow:exact:{A}")
    assert rules.way_back(free, Entry(A), after, NOON, refused=True) is WayBack.STAYS
    assert rules.way_back(allowed, Entry(A), after, NOON, refused=False) is WayBack.STAYS
    goes = WayBack.GOES if after is not None else WayBack.STAYS
    assert rules.way_back(allowed, None, after, NOON, refused=True) is goes


def test_entries_that_would_cover_an_official_number_are_refused_by_their_keys() -> None:
    bank = Organization("icbc", {"en": "ICBC", "zh": "工商银行"})
    directory = Directory({"icbc": bank}, (OfficialNumber("95588", "CN", "icbc"),))
    official, other = EntryKey(ListName.BLOCK, Match.EXACT, "CN:95588"), KEY
    returning = [(official, Entry("CN:95588")), (other, Entry(A)), (official, None)]
    assert rules.refused_by(NumberReader("CN", directory), returning) == {official}


def test_a_report_is_decided_when_there_is_one_and_decided_again_when_its_entry_is_gone() -> None:
    assert rules.reported("report") == "report"
    with pytest.raises(NotFound, match="Nobody has reported"):
        rules.reported(None)
    rules.check_undecided(None)
    with pytest.raises(Conflict, match="was accepted") as refused:
        rules.check_undecided(KEY)
    assert refused.value.errors == {"number": [KEY.id]}
    rules.check_reopening(A, is_open=False)
    with pytest.raises(Conflict, match="waits for a decision already"):
        rules.check_reopening(A, is_open=True)


def test_an_edit_of_many_must_change_one_and_a_replacement_must_hold_one() -> None:
    rules.check_edited(1)
    rules.check_replacement(has_rows=True)
    with pytest.raises(Conflict, match="say that already"):
        rules.check_edited(0)
    with pytest.raises(Conflict, match="nothing is replaced"):
        rules.check_replacement(has_rows=False)


def test_only_what_was_seen_may_be_changed() -> None:
    key = EntryKey(ListName.BLOCK, Match.EXACT, "+8613912345678")
    rules.check_unchanged(key, 7, 7)
    rules.check_unchanged(key, 7, None)
    with pytest.raises(Conflict, match="by revision 8") as refused:
        rules.check_unchanged(key, 8, 7)
    assert refused.value.errors == {"revision": ["It is 8 by now."]}
