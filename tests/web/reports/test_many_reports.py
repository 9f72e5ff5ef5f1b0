"""Many reported numbers are decided of at once: each by itself, and nothing is lost where one cannot be."""

from typing import Any

import pytest

from guard_api.lists.entry import Category
from guard_api.ports import Device, Scope, Services
from tests.support.clock import NOON
from tests.support.phones import TestPhone

REPORTS, DECIDE = "/v1/admin/reports", "/v1/admin/reports/decide?why=together"
NUMBERS = [f"+861391234567{n}" for n in range(4)]
NOBODY = "+8613900000000"


@pytest.fixture(autouse=True)
def reported(services: Services) -> None:
    """Have three phones report four numbers."""
    for name in ("a", "b", "c"):
        services.keys.create(Scope.DEVICE, "", NOON, Device(name, "CN"))
        for number in NUMBERS:
            services.reports.submit(number, name, Category.FRAUD, "", NOON)


def decide(admin: TestPhone, decision: str, numbers: list[str], **fields: object) -> Any:
    answer = admin.post({"decision": decision, "numbers": numbers, **fields}, DECIDE)
    assert answer.status_code == 200, answer.json
    return answer.json


def waiting(admin: TestPhone, state: str = "open") -> set[str]:
    return {one["number"] for one in admin.get(f"{REPORTS}?state={state}").json["reports"]}


def test_many_are_accepted_with_their_details_and_opened_again(admin: TestPhone) -> None:
    done = decide(admin, "accepted", [*NUMBERS[:2], NUMBERS[0], NOBODY], label="a call centre")
    assert done["numbers"] == NUMBERS[:2]
    assert done["errors"] == [{"number": NOBODY, "reason": "Nobody has reported this number."}]
    entries = admin.get("/v1/admin/entries").json["entries"]
    assert {(one["number"], one["label"], one["category"]) for one in entries} == {
        (number, "a call centre", "fraud") for number in NUMBERS[:2]
    }
    assert waiting(admin) == {*NUMBERS[2:]}
    accepted = admin.get(f"{REPORTS}?state=accepted").json["reports"]
    assert {one["why"] for one in accepted} == {"together"}
    still = decide(admin, "open", NUMBERS[:2])
    assert (still["numbers"], len(still["errors"])) == ([], 2)


def test_many_are_left_alone_and_wait_again(admin: TestPhone) -> None:
    assert decide(admin, "dismissed", NUMBERS)["numbers"] == NUMBERS
    assert (waiting(admin), waiting(admin, "dismissed")) == (set(), {*NUMBERS})
    assert decide(admin, "open", NUMBERS[1:])["numbers"] == NUMBERS[1:]
    assert waiting(admin) == {*NUMBERS[1:]}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"decision": "accepted", "numbers": []}, "numbers"),
        ({"decision": "accepted"}, "numbers"),
        ({"decision": "burned", "numbers": NUMBERS}, "decision"),
        ({"decision": "dismissed", "numbers": NUMBERS, "label": "x"}, "label"),
        ({"decision": "dismissed", "numbers": NUMBERS * 51}, "numbers"),
    ],
)
def test_a_mistake_is_reported_where_it_is(admin: TestPhone, body: dict[str, object], field: str) -> None:
    answer = admin.post(body, DECIDE)
    assert (answer.status_code, field in answer.json["errors"]) == (422, True)
    assert waiting(admin) == {*NUMBERS}
