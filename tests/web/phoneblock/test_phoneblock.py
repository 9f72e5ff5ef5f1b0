"""The PhoneBlock API 1.7 as its documentation has it (github.com/haumacher/phoneblock, `phoneblock.json`)."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from guard_api.lists.phoneblock.hashes import digest_of
from guard_api.ports import Device, Scope, Services
from guard_api.ports.phones.reports import Decision
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone

NUMBER, CANONICAL = "139 1234 5678", "+8613912345678"
MILLIS = int(NOON.timestamp()) * 1000
CLEAN = {
    "votes": 0,
    "rating": "A_LEGITIMATE",
    "votesWildcard": 0,
    "whiteListed": False,
    "blackListed": False,
    "archived": False,
    "dateAdded": 0,
    "lastUpdate": 0,
    "label": None,
    "location": None,
}
LISTED = {**CLEAN, "votes": 10, "votesWildcard": 10, "dateAdded": MILLIS, "lastUpdate": MILLIS}


@pytest.fixture
def add(admin: TestPhone) -> Callable[..., str]:
    def put(number: str, **fields: str) -> str:
        answer = admin.post({"number": number, **fields}, "/v1/admin/entries")
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])

    return put


@pytest.fixture
def report(phone: TestPhone, services: Services) -> Callable[[int], None]:
    """Have so many phones report the number."""

    def send(devices: int) -> None:
        for _ in range(devices):
            name = f"phone {len(services.keys.list())}"
            key = services.keys.create(Scope.DEVICE, "", services.clock(), Device(name, "CN"))[1]
            assert replace(phone, key=key).post({"phone": CANONICAL, "rating": "G_FRAUD"}, "/api/rate").text == (
                "Rating recorded."
            )

    return send


def get(phone: TestPhone, path: str) -> Any:
    answer = phone.get(f"/api/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    return answer.json


def check(phone: TestPhone, number: str) -> Any:
    digests = [digest_of(number[: len(number) - cut]) for cut in (0, 1, 2)]
    return get(phone, "check?sha1={}&prefix10={}&prefix100={}".format(*digests))


def alike(phone: TestPhone, number: str, length: int = 4) -> Any:
    digests = [digest_of(number[: len(number) - cut])[:length].lower() for cut in (0, 1, 2)]
    return get(phone, "check-prefix?sha1={}&prefix10={}&prefix100={}".format(*digests))


@pytest.mark.parametrize(
    "written",
    ["%2B8613912345678", "+8613912345678", "%208613912345678", "008613912345678", "13912345678", "013912345678"],
)
def test_a_number_is_found_however_it_is_written(phone: TestPhone, add: Callable[..., str], written: str) -> None:
    add(NUMBER, category="fraud")
    assert get(phone, f"num/{written}") == {**LISTED, "phone": CANONICAL, "rating": "G_FRAUD"}


def test_the_same_is_found_by_its_hash_and_by_the_beginning_of_it(phone: TestPhone, add: Callable[..., str]) -> None:
    add("+4917650642602", category="telemarketing")
    info = {**LISTED, "phone": "+4917650642602", "rating": "E_ADVERTISING"}
    for digest in ("3D1D76F0C3664E1E818C6ECCFD8843AD1F4091CC", "3d1d76f0c3664e1e818c6eccfd8843ad1f4091cc"):
        assert get(phone, f"check?sha1={digest}") == info
        for length in range(4, 42, 2):
            answer = get(phone, f"check-prefix?sha1={digest[:length]}")
            assert answer == {"numbers": [info], "range10": [], "range100": []}
    assert get(phone, "check-prefix?sha1=3d1e")["numbers"] == []


def test_a_number_of_a_range_has_votes_of_the_range(phone: TestPhone, add: Callable[..., str]) -> None:
    add("+861391234567", match="prefix", category="spam")
    add("+8613912345", match="prefix", category="fraud")
    wildcard = {**LISTED, "votes": 0}
    assert get(phone, "num/13912345678") == {**wildcard, "phone": CANONICAL, "rating": "B_MISSED"}
    assert check(phone, CANONICAL) == {**wildcard, "phone": "unknown", "rating": "B_MISSED"}
    assert check(phone, "+8613912345999") == {**wildcard, "phone": "unknown", "rating": "G_FRAUD"}
    assert check(phone, "+8613912346000") == {**CLEAN, "phone": "unknown"}
    answer = alike(phone, CANONICAL, 40)
    assert answer["numbers"] == []
    assert answer["range10"] == [{"prefix": "+861391234567", "votes": 10, "cnt": 10}]
    assert answer["range100"] == [{"prefix": "+86139123456", "votes": 10, "cnt": 100}]


def test_a_change_of_a_range_is_known_at_once(phone: TestPhone, admin: TestPhone, add: Callable[..., str]) -> None:
    assert check(phone, CANONICAL)["votesWildcard"] == 0
    entry = add("+86139123456", match="prefix", category="fraud")
    assert check(phone, CANONICAL)["votesWildcard"] == 10
    add("+861391234567", match="prefix", list="allow")
    assert (check(phone, CANONICAL)["whiteListed"], check(phone, CANONICAL)["rating"]) == (True, "A_LEGITIMATE")
    assert [block["prefix"] for block in alike(phone, CANONICAL)["range10"]] == []
    admin.client.delete(f"/v1/admin/entries/{entry}", headers={"Authorization": f"Bearer {admin.key}"})
    assert check(phone, "+8613912345600") == {**CLEAN, "phone": "unknown"}


@pytest.mark.parametrize("official", ["95588", "12363", "4006065500", "96110"])
def test_official_numbers_are_never_spam(phone: TestPhone, official: str) -> None:
    assert get(phone, f"num/{official}") == {**CLEAN, "phone": f"+86{official}", "whiteListed": True}
    assert check(phone, f"+86{official}") == {**CLEAN, "phone": f"+86{official}", "whiteListed": True}
    assert f"+86{official}" in [one["phone"] for one in alike(phone, f"+86{official}")["numbers"]]


def test_allowed_numbers_have_no_votes(phone: TestPhone, add: Callable[..., str]) -> None:
    add(NUMBER, category="fraud")
    add(NUMBER, list="allow")
    for info in (get(phone, f"num/{CANONICAL}"), check(phone, CANONICAL), alike(phone, CANONICAL)["numbers"][0]):
        assert info == {**CLEAN, "phone": CANONICAL, "whiteListed": True}
    assert get(phone, "blocklist")["numbers"] == []


def test_reports_add_votes_to_what_is_listed_and_to_nothing_else(
    phone: TestPhone, add: Callable[..., str], report: Callable[[int], None], clock: Clock
) -> None:
    report(10)
    assert get(phone, f"num/{CANONICAL}") == {**CLEAN, "phone": CANONICAL}
    assert check(phone, CANONICAL) == {**CLEAN, "phone": "unknown"}
    assert get(phone, "blocklist")["numbers"] == []
    clock.pass_(days=1)
    add(NUMBER, category="fraud")
    info = get(phone, f"num/{CANONICAL}")
    assert (info["votes"], info["dateAdded"] - MILLIS) == (20, 86_400_000)
    assert get(phone, "blocklist")["numbers"][0]["votes"] == 20


def test_an_entry_that_expires_stops_counting(phone: TestPhone, add: Callable[..., str], clock: Clock) -> None:
    add(NUMBER, expires_at="2026-11-22T13:00:00Z")
    assert check(phone, CANONICAL)["votes"] == 10
    version = get(phone, "blocklist")["version"]
    clock.pass_(hours=1)
    assert check(phone, CANONICAL) == {**CLEAN, "phone": "unknown"}
    clock.pass_(hours=1)
    assert get(phone, f"num/{CANONICAL}")["votes"] == 0
    assert version == 1


def test_a_short_code_is_found_as_apps_hash_it(phone: TestPhone, add: Callable[..., str]) -> None:
    add("10657", category="spam")
    assert check(phone, "+8610657")["rating"] == get(phone, "num/10657")["rating"] == "B_MISSED"
    assert get(phone, "blocklist")["numbers"] == []


def test_the_list_is_given_whole_and_then_as_changes(
    phone: TestPhone, admin: TestPhone, add: Callable[..., str]
) -> None:
    empty = get(phone, "blocklist")
    entry = add(NUMBER, category="fraud")
    add("+86170", match="prefix")
    whole = get(phone, "blocklist")
    listed = {"phone": CANONICAL, "votes": 10, "rating": "G_FRAUD", "lastActivity": MILLIS}
    assert (empty, whole) == ({"numbers": [], "version": 0}, {"numbers": [listed], "version": 2})
    assert get(phone, "blocklist?since=2") == {"numbers": [], "version": 2}
    admin.client.delete(f"/v1/admin/entries/{entry}", headers={"Authorization": f"Bearer {admin.key}"})
    gone = {**listed, "votes": 0, "rating": "A_LEGITIMATE"}
    assert get(phone, "blocklist?since=2") == {"numbers": [gone], "version": 3}
    assert get(phone, "blocklist?since=0") == get(phone, "blocklist?since=") == {"numbers": [], "version": 3}


def test_votes_of_the_list_are_published_again_at_the_next_step(
    phone: TestPhone, add: Callable[..., str], report: Callable[[int], None]
) -> None:
    add(NUMBER, category="fraud")
    first = get(phone, "blocklist")["version"]
    report(9)
    assert get(phone, f"num/{CANONICAL}")["votes"] == 19
    assert get(phone, f"blocklist?since={first}") == {"numbers": [], "version": first}
    report(1)
    answer = get(phone, f"blocklist?since={first}")
    assert [one["votes"] for one in answer["numbers"]] == [20]
    assert first < answer["version"] < 2**53


def test_ranges_that_are_let_through_are_published(phone: TestPhone, admin: TestPhone, add: Callable[..., str]) -> None:
    for number in ("13912345678", "13912345679", "13800000000"):
        add(number, category="fraud")
    version = get(phone, "blocklist")["version"]
    allowed = [add(prefix, match="prefix", list="allow") for prefix in ("+861391", "+86139", "+8613912345")]
    page = get(phone, f"blocklist?since={version}")
    assert [(one["phone"], one["votes"]) for one in page["numbers"]] == [(CANONICAL, 0), ("+8613912345679", 0)]
    assert [one["phone"] for one in get(phone, "blocklist")["numbers"]] == ["+8613800000000"]
    for entry in allowed:
        admin.client.delete(f"/v1/admin/entries/{entry}", headers={"Authorization": f"Bearer {admin.key}"})
    again = get(phone, f"blocklist?since={page['version']}")
    assert [(one["phone"], one["votes"]) for one in again["numbers"]] == [(CANONICAL, 10), ("+8613912345679", 10)]


@pytest.mark.parametrize("wanted", [{"Accept": "text/xml"}, {"Accept": "application/xml"}, {}])
def test_xml_has_the_names_of_phoneblock(phone: TestPhone, add: Callable[..., str], wanted: dict[str, str]) -> None:
    add(NUMBER, category="fraud")
    add("+86139123456", match="prefix")
    headers = {"Authorization": f"Bearer {phone.key}", **wanted}
    roots = []
    digests = f"sha1={digest_of(CANONICAL)}&prefix10={digest_of(CANONICAL[:-1])}&prefix100={digest_of(CANONICAL[:-2])}"
    for path in (f"num/{CANONICAL}?", f"check-prefix?{digests}", "blocklist?since=0"):
        answer = phone.client.get(f"/api/{path}{'' if wanted else '&format=xml'}", headers=headers)
        assert answer.content_type == "text/xml; charset=utf-8"
        roots.append(ET.fromstring(answer.data))  # noqa: S314 - our own
    info, found, whole = roots
    assert (info.tag, info.get("phone"), info.get("votes-wildcard")) == ("phone-info", CANONICAL, "10")
    assert (info.get("white-listed"), info.get("label")) == ("false", None)
    assert [one.get("prefix") for one in found.iter("range-match")] == [CANONICAL[:-1], CANONICAL[:-2]]
    assert (whole.tag, whole.get("version")) == ("blocklist", "2")
    assert [(one.tag, one.attrib) for one in whole] == [
        ("phone-info", {"phone": CANONICAL, "votes": "10", "rating": "G_FRAUD", "last-activity": str(MILLIS)})
    ]


def test_json_is_the_answer_to_what_java_asks_by_default(phone: TestPhone) -> None:
    headers = {"Authorization": f"Bearer {phone.key}", "Accept": "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"}
    assert phone.client.get("/api/blocklist", headers=headers).content_type == "application/json"


def test_the_api_is_where_phoneblock_has_it_too(phone: TestPhone) -> None:
    assert phone.get("/phoneblock/api/test").text == phone.get("/api/test").text == "ok"
    for path in ("/phoneblock/v1/blocklist", "/phoneblock/api", "/phoneblock"):
        assert phone.get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "num/1"),
        ("GET", f"check?sha1={digest_of('1')}"),
        ("GET", "check-prefix?sha1=ABCD"),
        ("GET", "blocklist"),
        ("POST", "rate"),
        ("POST", "report-call/1"),
        ("GET", "test"),
    ],
)
def test_nothing_is_published_without_a_key_of_a_device(
    phone: TestPhone, admin: TestPhone, method: str, path: str
) -> None:
    for headers, status in (({}, 401), ({"Authorization": f"Bearer {admin.key}"}, 403)):
        answer = phone.client.open(f"/api/{path}", method=method, headers=headers)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


RATINGS = [
    ("B_MISSED", "other"),
    ("C_PING", "robocall"),
    ("D_POLL", "telemarketing"),
    ("E_ADVERTISING", "telemarketing"),
    ("F_GAMBLE", "spam"),
    ("G_FRAUD", "fraud"),
    ("H_NEWER", "other"),
    (None, "other"),
]


@pytest.mark.parametrize(("rating", "category"), RATINGS)
def test_a_rating_is_a_report(phone: TestPhone, services: Services, rating: str | None, category: str) -> None:
    body = json.dumps({"phone": "008613912345678", "rating": rating, "comment": "poses\nas JD"})
    for kind in (None, "application/x-www-form-urlencoded", "application/json", "text/plain"):
        headers = {"Authorization": f"Bearer {phone.key}"}
        answer = phone.client.post("/api/rate", data=body, headers=headers, content_type=kind)
        assert (answer.status_code, answer.text) == (200, "Rating recorded.")
    [one] = services.reports.list(Decision.OPEN, 1, None, 9)
    assert (one.number, one.devices, dict(one.categories), one.comments) == (
        CANONICAL,
        1,
        {category: 1},
        ["poses as JD"],
    )


def test_a_rating_as_legitimate_takes_the_report_back(phone: TestPhone, admin: TestPhone, services: Services) -> None:
    for rating in ("G_FRAUD", "A_LEGITIMATE", "A_LEGITIMATE"):
        assert phone.post({"phone": CANONICAL, "rating": rating}, "/api/rate").status_code == 200
    assert services.reports.list(Decision.OPEN, 0, None, 9) == []
    assert phone.post({"phone": "junk", "rating": "A_LEGITIMATE"}, "/api/rate").status_code == 200
    phone.post({"phone": CANONICAL, "rating": "G_FRAUD"}, "/api/rate")
    assert admin.post(None, f"/v1/admin/reports/{quote(CANONICAL)}/dismiss").status_code == 204
    phone.post({"phone": CANONICAL, "rating": "A_LEGITIMATE"}, "/api/rate")
    accepted = admin.post({}, f"/v1/admin/reports/{quote(CANONICAL)}/accept")
    assert (accepted.status_code, accepted.json["category"]) == (201, "other")


def test_a_call_is_a_report_unless_more_was_sent(phone: TestPhone, services: Services) -> None:
    for path in (f"report-call/{quote(CANONICAL)}", f"report-call/{quote(CANONICAL)}?wildcard=true"):
        answer = phone.post(b"", f"/api/{path}")
        assert (answer.status_code, answer.data) == (204, b"")
    assert dict(services.reports.get(CANONICAL).categories) == {"other": 1}
    phone.post({"phone": CANONICAL, "rating": "G_FRAUD"}, "/api/rate")
    phone.post(b"", f"/api/report-call/{quote(CANONICAL)}")
    assert dict(services.reports.get(CANONICAL).categories) == {"fraud": 1}


HOSTILE = [
    *("", "?", "x" * 5000, "' OR 1=1 --", "../../etc", "\x00", "\u202e13912345678", "٣", "*", "13*", "0" * 64),
    '<a b="c">',
]


@pytest.mark.parametrize("junk", HOSTILE)
def test_junk_is_answered(phone: TestPhone, junk: str) -> None:
    info = get(phone, f"num/{quote(junk)}")
    assert (info["votes"], info["rating"]) == (0, "A_LEGITIMATE")
    assert phone.post(b"", f"/api/report-call/{quote(junk)}").status_code == 204
    assert phone.post({"phone": junk, "rating": junk, "comment": junk}, "/api/rate").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "check",
        "check?sha1=",
        "check?sha1=ABC",
        f"check?sha1={'G' * 40}",
        f"check?sha1={'A' * 40}&prefix10=1",
        f"check?sha1={'A' * 40}%0A",
        "check-prefix",
        "check-prefix?sha1=AB",
        "check-prefix?sha1=ABCDE",
        f"check-prefix?sha1={'A' * 42}",
        "check-prefix?sha1=ABCD&prefix100=ABCÉ",
        "blocklist?since=-1",
        "blocklist?since=1.0",
        "blocklist?since=%D9%A3",
        f"blocklist?since={'9' * 30}",
    ],
)
def test_a_wrong_query_is_422(phone: TestPhone, path: str) -> None:
    answer = phone.get(f"/api/{path}")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{}", 422),
        (b"phone=1&rating=G_FRAUD", 400),
        (b'{"phone": 1}', 422),
        (b'{"phone": "1", "rating": 7}', 422),
        (b'{"phone": "1", "rating": "G_FRAUD", "comment": "', 400),
        (b"[" * 10_000, 400),
        (b" " * 70_000, 413),
    ],
)
def test_a_wrong_report_is_refused(phone: TestPhone, body: bytes, status: int) -> None:
    headers = {"Authorization": f"Bearer {phone.key}"}
    answer = phone.client.post("/api/rate", data=body, headers=headers)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_words_of_an_admin_are_not_taken_for_a_rating(phone: TestPhone, add: Callable[..., str]) -> None:
    add(NUMBER, category="fraud", label='"rating":"G_FRAUD" D_POLL', note="F_GAMBLE")
    add(NUMBER, list="allow", label="G_FRAUD")
    for path in (f"num/{CANONICAL}", f"check?sha1={digest_of(CANONICAL)}", f"check-prefix?sha1={digest_of(CANONICAL)}"):
        assert "FRAUD" not in phone.get(f"/api/{path}").text
