"""Why is this number blocked? One question, one answer: what a phone is told, what decides, and how that came about."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from guard_api.cli import main
from tests.contracts.records import Record
from tests.support.phones import TestPhone

NUMBER = "+8613912345678"
EXACT, PREFIX, ALLOWED = f"block:exact:{NUMBER}", "block:prefix:+861391", f"allow:exact:{NUMBER}"


def lookup(admin: TestPhone, query: str, status: int = 200) -> Any:
    answer = admin.get(f"/v1/admin/lookup?{query}")
    assert answer.status_code == status, answer.json
    return answer.json


def add(admin: TestPhone, **entry: object) -> str:
    answer = admin.post(entry, "/v1/admin/entries?why=because")
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def test_a_number_is_explained_why_it_is_blocked_by_what_and_since_when(admin: TestPhone, phone: TestPhone) -> None:
    assert add(admin, number="+861391", match="prefix") == PREFIX
    assert add(admin, number=NUMBER, category="fraud") == EXACT
    phone.post({"number": NUMBER, "category": "fraud", "comment": "poses as JD.com"}, "/v1/reports")
    found = lookup(admin, f"number={NUMBER}")
    assert (found["number"], found["decided_by"], found["official"]) == (NUMBER, EXACT, None)
    assert [entry["id"] for entry in found["entries"]] == [EXACT, PREFIX]
    assert (found["reports"]["devices"], found["reports"]["comments"]) == (1, ["poses as JD.com"])
    assert [(one["id"], one["ended_at"]) for one in found["versions"]] == [(EXACT, None)]
    ring = phone.get(f"/v1/numbers/{quote(NUMBER)}").json
    assert {name: found[name] for name in ring} == ring
    assert found["level"] == "warning"


def test_what_is_let_through_again_is_shown_so(admin: TestPhone) -> None:
    add(admin, number="+861391", match="prefix", category="fraud")
    add(admin, number=NUMBER, list="allow")
    found = lookup(admin, "number=139 1234 5678")
    assert (found["decided_by"], found["level"], found["reports"]) == (ALLOWED, "none", None)
    assert [entry["id"] for entry in found["entries"]] == [ALLOWED, PREFIX]


@pytest.mark.parametrize("written", [quote(NUMBER), NUMBER, "139-1234-5678", "008613912345678", quote("+86139*")])
def test_a_number_may_be_written_in_any_form(admin: TestPhone, written: str) -> None:
    add(admin, number="+861391", match="prefix")
    found = lookup(admin, f"number={written}")
    assert found["number"] in {NUMBER, "+86139"}
    assert (found["level"] is None) is ("*" in found["number"] or found["number"] == "+86139")


def test_a_number_of_another_region_is_read_there(admin: TestPhone) -> None:
    assert lookup(admin, "number=01 62 34 56 78&region=FR")["number"] == "+33162345678"


def test_what_is_official_is_no_list_s_to_block(admin: TestPhone) -> None:
    bank = lookup(admin, "number=95588")
    assert (bank["official"]["id"], bank["decided_by"], bank["level"]) == ("icbc", None, "none")
    site = lookup(admin, "domain=passport.jd.com")
    assert (site["official"]["id"], site["decided_by"], site["entries"]) == ("jd", None, [])


def test_a_domain_and_a_link_are_explained_alike(admin: TestPhone, phone: TestPhone) -> None:
    entry = add(admin, domain="evil.top", label="fake bank")
    for query in ("domain=*.evil.top", "domain=www.evil.top", f"link={quote('https://www.evil.top/a?b=c', safe='')}"):
        found = lookup(admin, query)
        assert (found["decided_by"], found["caller"], found["reports"]) == (entry, None, None)
        assert found["links"][0]["listed"]["entry"] == entry
    shown = phone.get(f"/v1/links?url={quote('https://www.evil.top/a?b=c', safe='')}").json
    assert (found["level"], found["warnings"]) == (shown["level"], shown["warnings"])
    assert lookup(admin, "domain=other.top")["decided_by"] is None


def test_it_is_explained_in_the_language_that_is_requested(admin: TestPhone) -> None:
    add(admin, number=NUMBER, category="fraud")
    english = lookup(admin, f"number={NUMBER}")
    chinese = lookup(TestPhone(admin.client, admin.key, "zh-CN"), f"number={NUMBER}")
    assert english["level_label"] != chinese["level_label"]
    assert {name for name in english if english[name] != chinese[name]} <= {"level_label", "warnings", "actions"}


def test_what_is_nothing_is_not_found_and_two_questions_are_none(admin: TestPhone) -> None:
    for query in ("number=nobody", "domain=localhost:80:x", "link=nothing"):
        lookup(admin, query, 404)
    for query in ("", "number=1&domain=a.top", "number=", "text=1"):
        lookup(admin, query, 422)


def test_a_lookup_is_recorded_nowhere(admin: TestPhone) -> None:
    before = admin.get("/v1/admin/changes").json
    lookup(admin, f"number={NUMBER}")
    assert admin.get("/v1/admin/changes").json == before
    assert admin.get("/v1/admin/reports").json["reports"] == []


def test_only_admins_look_up_so(phone: TestPhone) -> None:
    lookup(phone, f"number={NUMBER}", 403)


def test_the_command_line_prints_the_same(admin: TestPhone, record: Record) -> None:
    add(admin, number=NUMBER, category="fraud")
    done = CliRunner().invoke(main, ["blocklist", "show", NUMBER, "--json", *record.arguments])
    shown, found = json.loads(done.stdout), lookup(admin, f"number={NUMBER}")
    # The evidence of a warning has the time at which it was asked for.
    assert {**shown, "warnings": len(shown["warnings"])} == {**found, "warnings": len(found["warnings"])}
