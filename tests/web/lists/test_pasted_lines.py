"""Lines that are pasted are read one by one, and those that can be listed are listed as one change."""

from typing import Any

import pytest

from guard_api.actions.lists.pasted import LONGEST_PASTED
from tests.support.phones import TestPhone

PATH = "/v1/admin/entries/lines"
LINES = "139 1234 5678\n\n+86170*\n13912345678\n95588\n13900000000\n"


def pasted(admin: TestPhone, status: int = 200, **body: object) -> Any:
    answer = admin.post({"lines": LINES, **body}, f"{PATH}?why=a+wave")
    assert answer.status_code == status, answer.json
    return answer.json


def test_each_line_is_read_and_nothing_is_listed(admin: TestPhone) -> None:
    assert admin.post({"number": "13900000000", "list": "allow"}, "/v1/admin/entries").status_code == 201
    answer = pasted(admin, dry_run=True)
    assert answer["change"] is None
    assert [(one["line"], one["state"], one["id"], one["covers"]) for one in answer["lines"]] == [
        (1, "new", "block:exact:+8613912345678", 1),
        (3, "new", "block:prefix:+86170", 100_000_000),
        (4, "repeated", "block:exact:+8613912345678", 1),
        (5, "refused", None, None),
        (6, "allowed", "block:exact:+8613900000000", 1),
    ]
    assert answer["lines"][4]["in_the_way"] == "allow:exact:+8613900000000"
    assert "official" in answer["lines"][3]["reason"]
    assert admin.get("/v1/admin/entries?q=139&list=block").json["entries"] == []


def test_what_is_new_is_listed_as_one_change(admin: TestPhone) -> None:
    change = pasted(admin, label="fake JD.com", category="fraud")["change"]
    assert (change["added"], change["why"]) == (3, "a wave")
    entry = admin.get("/v1/admin/entries/block:exact:+8613912345678").json
    assert (entry["label"], entry["category"], entry["revision"]) == ("fake JD.com", "fraud", change["revision"])
    assert [one["state"] for one in pasted(admin, dry_run=True)["lines"]][:2] == ["listed", "listed"]
    assert pasted(admin, 422)["errors"]["lines"]


def test_they_are_of_a_region_or_domains(admin: TestPhone) -> None:
    assert pasted(admin, lines="0612345678", region="FR")["lines"][0]["id"] == "block:exact:+33612345678"
    domains = pasted(admin, lines="https://evil.top/", list="block_domains")
    assert domains["lines"][0]["id"] == "block_domains:domain:evil.top"
    assert admin.get("/v1/admin/entries/block_domains:domain:evil.top").json["category"] == "fraud"


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": ""},
        {"lines": "13912345678\n" * 1001},
        {"lines": "1" * (LONGEST_PASTED + 1)},
        {"lines": 1},
        {"list": "grey"},
        {"region": "XX"},
        {"label": "\u202e"},
        {"expires_at": "yesterday"},
    ],
)
def test_mistakes_are_reported(admin: TestPhone, wrong: dict[str, object]) -> None:
    answer = admin.post({"lines": LINES, **wrong}, PATH)
    assert answer.status_code in {413, 422}, answer.json
