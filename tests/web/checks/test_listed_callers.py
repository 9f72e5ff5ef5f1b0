"""What admins list, the next check knows: by number or beginning, until its time, and never against a real line."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.ports import Services
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.servers import Server

ENTRIES = "/v1/admin/entries"
NUMBER = "13912345678"


def add(admin: TestPhone, number: str, **fields: object) -> str:
    response = admin.post({"number": number, **fields}, ENTRIES)
    assert response.status_code == 201, response.text
    return f"{ENTRIES}/{quote(response.json['id'])}"


def listed(phone: TestPhone, number: str) -> Any:
    """Give what a check says, which a lookup says, too."""
    checked, looked_up = phone.check(caller_number=number), phone.get(f"/v1/numbers/{quote(number)}").json
    assert checked["caller"]["listed"] == looked_up["caller"]["listed"]
    return checked["caller"]["listed"]


@pytest.mark.parametrize(
    ("category", "level"),
    [
        ("fraud", "warning"),
        ("spam", "notice"),
        ("telemarketing", "notice"),
        ("robocall", "notice"),
        ("other", "notice"),
    ],
)
def test_fraud_is_a_warning_and_everything_else_a_notice(
    phone: TestPhone, admin: TestPhone, category: str, level: str
) -> None:
    assert phone.get(f"/v1/numbers/{NUMBER}").json["level"] == "none"
    add(admin, NUMBER, category=category, label="假冒客服")
    for answer in (phone.check(caller_number=NUMBER), phone.get(f"/v1/numbers/{NUMBER}").json):
        assert answer["caller"]["listed"] == {"category": category, "label": "假冒客服"}
        assert [(warning["pattern"], warning["level"]) for warning in answer["warnings"]] == [("listed_caller", level)]
        assert answer["level"] == level


def test_a_change_of_an_entry_counts_with_the_next_check(phone: TestPhone, admin: TestPhone) -> None:
    path, headers = add(admin, NUMBER, category="fraud"), {"Authorization": f"Bearer {admin.key}"}
    assert listed(phone, NUMBER) == {"category": "fraud", "label": ""}
    admin.client.patch(path, json={"category": "spam", "label": "not so bad"}, headers=headers)
    assert listed(phone, NUMBER) == {"category": "spam", "label": "not so bad"}
    admin.client.delete(path, headers=headers)
    assert listed(phone, NUMBER) is None


def test_a_number_that_is_listed_while_it_calls_is_warned_of_and_one_taken_off_no_more(
    phone: TestPhone, admin: TestPhone, clock: Clock
) -> None:
    assert phone.check(caller_number=NUMBER, call_state="active")["level"] == "none"
    entry = add(admin, NUMBER, category="fraud")
    clock.pass_(seconds=30)
    assert phone.check(caller_number=NUMBER, call_state="active")["level"] == "warning"
    assert admin.client.delete(entry, headers={"Authorization": f"Bearer {admin.key}"}).status_code == 204
    clock.pass_(seconds=30)
    assert phone.check(caller_number=NUMBER, call_state="active")["level"] == "none"


def test_the_target_of_a_forwarding_may_be_listed(phone: TestPhone, admin: TestPhone) -> None:
    def target_kind() -> object:
        seen = phone.check(call_forwarding_changes=[{"code": f"**21*{NUMBER}#"}])
        return seen["forwarding"][0]["target"]["kind"]

    assert target_kind() == "stranger"
    add(admin, "+86139123", match="prefix")
    assert target_kind() == "listed"


def test_an_entry_counts_until_its_second(phone: TestPhone, admin: TestPhone, clock: Clock) -> None:
    add(admin, NUMBER, expires_at=(clock.now + timedelta(minutes=1)).isoformat())
    clock.pass_(seconds=59.999999)
    assert listed(phone, NUMBER) is not None
    clock.pass_(seconds=0.000001)
    assert listed(phone, NUMBER) is None


def test_what_is_allowed_is_not_blocked_while_it_is_allowed(phone: TestPhone, admin: TestPhone, clock: Clock) -> None:
    add(admin, NUMBER, category="fraud")
    add(admin, "+86139", match="prefix")
    hour = (clock.now + timedelta(hours=1)).isoformat()
    add(admin, "+861391", match="prefix", list="allow", expires_at=hour)
    assert listed(phone, NUMBER) is None
    assert listed(phone, "13922222222") is not None
    clock.pass_(hours=1)
    assert listed(phone, NUMBER) == {"category": "fraud", "label": ""}


def test_the_exact_number_counts_before_the_longest_beginning(phone: TestPhone, admin: TestPhone) -> None:
    for number, match in (("+8613912", "prefix"), ("+86139", "prefix"), (NUMBER, "exact"), ("+861391", "prefix")):
        add(admin, number, match=match, label=number)
    for number, label in {NUMBER: NUMBER, "13912000000": "+8613912", "13910000000": "+861391"}.items():
        assert listed(phone, number)["label"] == label


@pytest.mark.parametrize("number", ["95588", "400-606-5500", "96110"])
def test_an_official_number_that_stands_on_a_list_all_the_same_never_counts(
    phone: TestPhone, services: Services, number: str
) -> None:
    digits = number.replace("-", "")
    for name, match in (
        (f"CN:{digits}", Match.EXACT),
        (f"+86{digits}", Match.EXACT),
        (f"CN:{digits[:2]}", Match.PREFIX),
    ):
        key = EntryKey(ListName.BLOCK, match, name)
        services.lists.add(key, Entry(name, match), Author("a mistake", services.clock()))
    forwarded = phone.check(call_forwarding_changes=[{"code": f"**21*{digits}#"}])["forwarding"]
    assert forwarded[0]["target"]["kind"] == "official"
    assert listed(phone, number) is None


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    return server.new_key("admin")


def test_of_admins_who_list_a_number_at_once_one_does_and_the_others_learn_of_it(server: Server, key: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(
            lambda n: server.ask("POST", ENTRIES, {"number": "13911110000", "note": f"{n}"}, key), range(8)
        )
        assert sorted(status for status, _, _ in answers) == [201] + [409] * 7


def test_several_workers_know_of_a_change_with_the_next_request(server: Server, key: str) -> None:
    phone = server.ask("POST", "/v1/admin/keys", {"scope": "device"}, key)[2]["key"]
    for number in ("13911110001", "13911110002", "13911110003"):
        status, _, made = server.ask("POST", ENTRIES, {"number": number, "category": "fraud"}, key)
        assert status == 201
        for _ in range(6):
            assert server.ask("POST", "/v1/checks", {"caller_number": number}, phone)[2]["caller"]["listed"] is not None
        assert server.ask("DELETE", f"{ENTRIES}/{made['id']}", None, key)[0] == 204
        for _ in range(6):
            assert server.ask("GET", f"/v1/numbers/{number}", None, phone)[2]["level"] == "none"
