"""What the guide for Android says is what the application does: its fields, examples, routes, words and look-up."""

import json
import re
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import phonenumbers
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyroaring import BitMap64

from guard_api.actions.checks.advice.advise import Purpose, StepType
from guard_api.engine.policy import Level
from guard_api.lists.entry import Category, ListName, Subject
from guard_api.web.contract.schemas.checks.checks import CheckIn, ForwardingChangeIn, InstalledAppIn, MomentIn
from tests.support.clock import NOON
from tests.support.phones import TestPhone

GUIDE = files("guard_api").joinpath("guides", "android.md").read_text("utf-8")
README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
KOTLIN = "\n".join(re.findall(r"```kotlin\n(.*?)```", GUIDE, re.DOTALL))
EXAMPLES = re.findall(r"`POST /v1/checks` gives `(\w+)`:\n\n```json\n(.*?)```", GUIDE, re.DOTALL)
ENTRIES = "/v1/admin/entries"


def table(header: str) -> list[list[str]]:
    """Give the rows of the table whose header begins so."""
    rows = GUIDE.split(f"\n| {header} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def words(cells: Iterator[str]) -> list[str]:
    """Give the words in code style, once each."""
    return list(dict.fromkeys(word for cell in cells for word in re.findall(r"`(\w+)`", cell)))


def test_it_is_linked_and_its_own_links_lead_somewhere() -> None:
    headings = re.findall(r"^## (.*)$", GUIDE, re.MULTILINE)
    places = [heading.lower().replace(" ", "-") for heading in headings]

    assert "(guard_api/guides/android.md)" in README
    assert re.findall(r"^\d\. \[(.*?)\]\(#(.*?)\)", GUIDE, re.MULTILINE) == list(zip(headings, places, strict=True))
    assert set(re.findall(r"\]\(#(.*?)\)", GUIDE)) == set(places)


def test_the_server_gives_it_to_anybody_and_its_page_leads_there(client: FlaskClient) -> None:
    served = client.get("/docs/android.md")

    assert (served.status_code, served.content_type) == (200, "text/plain; charset=utf-8")
    assert served.text == GUIDE
    assert 'href="docs/android.md"' in client.get("/docs").text


def test_every_field_of_a_check_has_its_source_and_no_other() -> None:
    assert words(row[0] for row in table("field")) == list(CheckIn().fields)
    assert words(row[0] for row in table("field of a change")) == list(ForwardingChangeIn().fields)
    assert words(row[0] for row in table("field of an app")) == list(InstalledAppIn().fields)
    assert words(row[0] for row in table("field of a moment")) == list(MomentIn().fields)


def test_what_each_event_sends_are_fields_and_all_of_them() -> None:
    always = {"observed_at", "sent_at", "request_id"}

    assert set(words(row[1] for row in table("event"))) == set(CheckIn().fields) - always


def test_every_example_states_which_level_it_gives() -> None:
    assert len(EXAMPLES) == GUIDE.count("```json")
    assert {level for level, _ in EXAMPLES} == set(Level)


@pytest.mark.parametrize(("level", "example"), EXAMPLES)
def test_an_example_gives_the_level_that_the_text_states(phone: TestPhone, level: str, example: str) -> None:
    sent = json.loads(example)

    assert sent.keys() <= CheckIn().fields.keys()
    assert phone.check(**sent)["level"] == level


def test_the_first_check_shows_the_first_warning(phone: TestPhone) -> None:
    answer = phone.check(caller_number="0095118", screen_share_active=True)

    assert {"title", "message"} <= answer["warnings"][0].keys()
    assert "optJSONObject(0)" in KOTLIN


def test_every_route_exists(app: Flask) -> None:
    adapter = app.url_map.bind("")
    named = set(re.findall(r"\b(GET|POST|PATCH|DELETE) (/[\w/{}]+)", GUIDE))
    requested = re.findall(r'ask\("(\w+)", "(/[\w/]+)"', KOTLIN)

    assert named
    for method, path in {*named, *requested}:
        assert adapter.match(path + "1" * path.endswith("/"), method)


def test_levels_and_actions_are_those_of_the_code() -> None:
    actions = table("`type`")
    handled = {
        word
        for line in re.findall(r'^        ("[\w", ]+") ->', KOTLIN, re.MULTILINE)
        for word in re.findall(r"\w+", line)
    }
    by_hand = {StepType.LOCK_SCREEN, StepType.LEAVE_MEETING, StepType.STOP_SCREEN_SHARE, StepType.POWER_OFF}

    assert [row[0].strip("`") for row in table("level")] == list(Level)
    assert words(row[0] for row in actions) == list(StepType)
    assert set(words(row[1] for row in actions)) == set(Purpose)
    assert handled == set(StepType) - by_hand


def test_buttons_carry_what_the_guide_reads(phone: TestPhone) -> None:
    forwarded = [{"code": "**21*13800138000#"}]
    answer = phone.check(caller_number="0095118", screen_share_active=True, call_forwarding_changes=forwarded)
    reads = {"dial": "code", "call": "number"}

    assert {action["type"] for action in answer["actions"]} == {"hang_up", "stop_screen_share", *reads}
    assert all(action["spoken"] for action in answer["actions"] if action["type"] in reads)
    assert all(reads[action["type"]] in action for action in answer["actions"] if action["type"] in reads)


def test_categories_and_their_levels_are_those_of_the_code(phone: TestPhone, admin: TestPhone) -> None:
    listed = re.search(r"CATEGORIES = listOf\((.*)\)", KOTLIN)
    assert listed is not None
    assert json.loads(f"[{listed[1]}]") == list(Category)

    for last, category in enumerate(Category):
        admin.post({"number": f"1391234000{last}", "category": category}, ENTRIES)
        level = "warning" if category == "fraud" else "notice"
        assert phone.get(f"/v1/numbers/1391234000{last}").json["level"] == level
    assert 'if (offline == "fraud") "warning" else "notice"' in KOTLIN


class Lists:
    """The look-up of the guide, line for line."""

    longest = int(re.findall(r"const val LONGEST = (\d+)", KOTLIN)[0])

    def __init__(self, snapshot: bytes) -> None:
        self.keys: dict[str, BitMap64] = {}
        self.ends: dict[str, int] = {}
        with zipfile.ZipFile(BytesIO(snapshot)) as archive:
            for name in archive.namelist():
                self._read(name, archive.read(name))

    def _read(self, name: str, content: bytes) -> None:
        if name.endswith(".roaring"):
            self.keys[name.removesuffix(".roaring")] = BitMap64.deserialize(content)
        elif name.endswith("/until.csv"):
            for line in content.decode().splitlines():
                match, number, at = line.split(",")
                self.ends[name.removesuffix("until.csv") + match + "/" + number] = int(at)

    def find(self, number: str, now: int) -> str | None:
        return None if self._listed("allow", number, now) is not None else self._listed("block", number, now)

    def _listed(self, target: str, number: str, now: int) -> str | None:
        digits = number[prefix_of(number) :]
        exact = self._category(f"{target}/exact", number, now) if len(digits) <= self.longest else None
        beginnings = (number[: prefix_of(number) + n] for n in range(min(len(digits), self.longest), 0, -1))
        prefixes = (self._category(f"{target}/prefix", beginning, now) for beginning in beginnings)
        return exact or next((found for found in prefixes if found is not None), None)

    def _category(self, kind: str, number: str, now: int) -> str | None:
        if self.ends.get(f"{kind}/{number}", now + 1) <= now:
            return None
        return next((c for c in Category if key_of(number) in self.keys.get(f"{kind}/{c}", BitMap64())), None)


def prefix_of(number: str) -> int:
    return 1 if number.startswith("+") else 3


def key_of(number: str) -> int:
    place = 0 if number.startswith("+") else (ord(number[0]) - ord("A")) * 26 + (ord(number[1]) - ord("A")) + 1
    return place * (1 << 51) + int("1" + number[prefix_of(number) :])


def canonical(displayed: str, region: str, calling_code: str) -> str:
    typed = "".join(one if one == "+" else str(int(one)) for one in displayed if one == "+" or one.isdecimal())
    e164 = format_number_to_e164(typed, region)
    if e164 is not None or typed.startswith("+"):
        return e164 or typed
    if typed.startswith("00"):
        return "+" + typed[2:]
    service = region == "CN" and re.match(r"1[0-2]|9[56]", typed)
    return f"{region}:{typed}" if service or len(typed) <= 6 else "+" + calling_code + typed.removeprefix("0")


def format_number_to_e164(number: str, region: str) -> str | None:
    """Do what Android's PhoneNumberUtils.formatNumberToE164 does: None unless the number is valid."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(parsed)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if valid else None


BLOCKED: list[dict[str, Any]] = [
    {"number": "13912345678", "category": "fraud"},
    {"number": "+1393", "match": "prefix", "category": "spam"},
    {"number": "+86170", "match": "prefix", "category": "telemarketing"},
    {"number": "+861701", "match": "prefix", "category": "robocall"},
    {"number": "17012345678", "category": "other"},
    {"number": "+12025550123", "category": "fraud"},
    {"number": "106571", "match": "prefix", "category": "spam"},
    {"number": "12345678901", "match": "prefix", "category": "spam"},
    {"number": "13800000001", "category": "fraud", "expires_at": "2026-11-22T12:00:01Z"},
    {"number": "17055555555", "category": "other", "list": "allow"},
    {"number": "17099", "match": "prefix", "category": "other", "list": "allow"},
]
_DISPLAYED = (
    "13912345678 +8613912345678 008613912345678 8613912345678 +86-139-1234-5678 １３９１２３４５６７８ 13912345679 "
    "17012345678 17012345679 17112345678 17055555555 17099123456 17000000000 +12025550123 0012025550123 12025550123 "
    "106571234 106571 10657 10658 106 12345 95588 0095118 96110 13800000001 "
    "010-12345678 2001234567 +999123 +8695588 +13931234"
)
DISPLAYED = _DISPLAYED.split()


@pytest.fixture
def lists(phone: TestPhone, admin: TestPhone) -> Lists:
    for entry in BLOCKED:
        target = entry.get("list", "block")
        response = admin.post({**entry, "list": target}, ENTRIES)
        assert response.status_code == 201, response.text
    return Lists(phone.get("/v1/blocklist/snapshot").data)


def test_the_look_up_on_the_phone_finds_what_the_server_finds(phone: TestPhone, lists: Lists) -> None:
    for displayed in DISPLAYED:
        listed = phone.get(f"/v1/numbers/{quote(displayed)}").json["caller"]["listed"]
        found = lists.find(canonical(displayed, "CN", "86"), int(NOON.timestamp()))

        assert found == (listed["category"] if listed is not None else None), displayed


def test_the_look_up_finds_entries_of_every_kind_and_none_that_expired(lists: Lists) -> None:
    now = int(NOON.timestamp())
    found = {lists.find(canonical(displayed, "CN", "86"), now) for displayed in DISPLAYED}

    assert found == {None, *Category}
    assert lists.find("+8613800000001", now) == "fraud"
    assert lists.find("+8613800000001", now + 1) is None


def test_the_lists_are_those_that_the_guide_names() -> None:
    assert re.findall(r'listed\("(\w+)", number, now\)', KOTLIN) == [ListName.ALLOW, ListName.BLOCK]
    assert set(Subject.NUMBER.lists) == {ListName.ALLOW, ListName.BLOCK}
    assert "1L shl 51" in KOTLIN


def test_a_page_of_changes_has_what_the_guide_reads(phone: TestPhone, admin: TestPhone, lists: Lists) -> None:
    page = phone.get("/v1/blocklist?list=block").json
    read = set(re.findall(r'page\.get\w+\("(\w+)"\)', KOTLIN))

    assert read == {"upserts", "removals", "next", "complete", "checksum"}
    assert read <= page.keys()
    assert all({"number", "match", "category", "until"} <= upsert.keys() for upsert in page["upserts"])
