"""Four eyes: what takes much away waits for a second person."""

from dataclasses import replace

import pytest

from guard_api.actions.people.carry_out import REMOVE_ENTRIES
from guard_api.actions.people.second_person import confirm, needs_second, propose, waiting
from guard_api.errors import Forbidden, NotFound
from guard_api.lists.actor import ConsoleActor, author_of
from guard_api.lists.change import Author, ChangeKind
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.ports import Services
from guard_api.ports.people.people import Role
from guard_api.ports.people.settings import ConsoleSettings
from tests.web.console.conftest import LogIn
from tests.web.console.people.test_doors import acts

NUMBERS = ("+8613912345678", "+8613912345679")


@pytest.fixture
def ids(services: Services) -> list[str]:
    """Two entries on the block list."""
    keys = [EntryKey(ListName.BLOCK, Match.EXACT, number) for number in NUMBERS]
    for key in keys:
        services.lists.add(key, Entry(key.number), Author("a test", services.clock()))
    return [key.id for key in keys]


def by(services: Services, name: str, why: str = "") -> Author:
    return author_of(ConsoleActor(name), services.clock(), why)


@pytest.mark.parametrize(("above", "count", "second"), [(0, 10**9, False), (100, 100, False), (100, 101, True)])
def test_a_setting_limits_how_much_one_person_may_take_away(
    services: Services, above: int, count: int, *, second: bool
) -> None:
    assert needs_second(replace(services, console=ConsoleSettings(four_eyes_above=above)), count) is second


def test_who_proposes_cannot_confirm_and_the_history_names_both(services: Services, ids: list[str]) -> None:
    proposal = propose(services, REMOVE_ENTRIES, {"ids": ids}, 2, by(services, "li", "a wrong list"))
    with pytest.raises(Forbidden):
        confirm(services, proposal.id, by(services, "li"))
    assert len(waiting(services)) == 1
    confirm(services, proposal.id, by(services, "wang"))
    assert not waiting(services)
    change = services.changes.list(1 << 62, 1)[0]
    assert (change.what, change.removed) == (ChangeKind.REMOVE, 2)
    assert (change.who, change.why) == ("console:li, console:wang", "a wrong list")
    with pytest.raises(NotFound):
        confirm(services, proposal.id, by(services, "zhao"))


def test_what_cannot_be_done_any_more_does_not_wait_any_more(services: Services, ids: list[str]) -> None:
    proposal = propose(services, REMOVE_ENTRIES, {"ids": ids}, 2, by(services, "li"))
    services.lists.remove(EntryKey(ListName.BLOCK, Match.EXACT, NUMBERS[0]), Author("a test", services.clock()))
    with pytest.raises(NotFound):
        confirm(services, proposal.id, by(services, "wang"))
    assert not waiting(services)
    assert services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, NUMBERS[1])) is not None


def test_a_publisher_confirms_on_the_page_what_another_has_proposed(
    log_in: LogIn, services: Services, ids: list[str]
) -> None:
    publisher, here = log_in(Role.PUBLISHER), "/console/proposals"
    mine = propose(services, REMOVE_ENTRIES, {"ids": ids[:1]}, 1, by(services, "publisher"))
    other = propose(services, REMOVE_ENTRIES, {"ids": ids[1:]}, 1, by(services, "li", "<b>why</b>"))
    shown = publisher.get(here).text
    assert "&lt;b&gt;why&lt;/b&gt;" in shown
    assert f"{here}/{mine.id}/confirm" not in shown
    assert publisher.send(f"{here}/{mine.id}/confirm", page=here).status_code == 403
    assert publisher.send(f"{here}/{other.id}/confirm", page=here).status_code == 303
    assert publisher.send(f"{here}/{mine.id}/withdraw", page=here).status_code == 303
    assert publisher.send(f"{here}/{mine.id}/withdraw", page=here).status_code == 404
    assert [services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, number)) is None for number in NUMBERS] == [
        False,
        True,
    ]
    assert [who for who, _, _ in acts(services, "propose")] == ["console:li", "console:publisher"]
    assert acts(services, "withdraw") == [("console:publisher", "", f"proposal:{mine.id}")]
