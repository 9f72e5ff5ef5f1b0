"""SpamBlocker's own presets with another host and key, and the richer one, replayed against a real server."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from guard_api.lists.phoneblock.hashes import digest_of
from tests.support.clients.spamblocker import AGENT, App, imported
from tests.support.servers import Server, dismiss, start_server

pytestmark = pytest.mark.slow("starts a server of its own")

GUIDE = (Path(__file__).parents[3] / "guard_api" / "guides" / "phoneblock.md").read_text("utf-8")
PRESETS = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
# What the app's sources say (`ApiPresets.kt`, `BotPresets.kt`), with the token in the place of its shared preference.
QUERY_URL = (
    "https://phoneblock.net/phoneblock/api/check?sha1={sha1(+{cc}{domestic})}&prefix10={sha1({drop_last(+{cc}{domestic},1)})}"
    "&prefix100={sha1({drop_last(+{cc}{domestic},2)})}"
)
REPORT_URL = "https://phoneblock.net/phoneblock/api/rate"
REPORT_BODY = """{
    "phone": "00{cc}{domestic}",
    "rating": "{category}",
    "comment": "{comment}"
}"""
LIST_URL = "https://phoneblock.net/phoneblock/api/blocklist?format=xml&since={version}"


@dataclass
class Guard:
    """A server, its admin, and a phone with the app."""

    server: Server
    admin: str
    key: str
    app: App

    def preset(self, place: int) -> dict[str, Any]:
        """Paste a preset of the guide into the app."""
        host = self.server.url.removeprefix("http://")
        return imported(PRESETS[place].replace("https://HOST", f"http://{host}").replace("KEY", self.key))

    def add(self, number: str, **fields: str) -> None:
        answer = self.server.ask("POST", "/v1/admin/entries", {"number": number, **fields}, self.admin)
        assert answer[0] == 201, answer

    def remove(self, entry: str) -> None:
        assert self.server.ask("DELETE", f"/v1/admin/entries/{quote(entry)}", None, self.admin)[0] == 204


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Any:
    server = start_server(tmp_path_factory.mktemp("server"))
    yield Guard(server, server.new_key("admin"), server.new_key(), App(server.url))
    dismiss(server)


@pytest.fixture
def guard(running: Guard) -> Guard:
    running.app = App(running.server.url)
    return running


def test_the_presets_are_the_apps_own_with_another_host_and_key() -> None:
    query, report, bot, _ = (imported(preset) for preset in PRESETS)
    assert query["actions"][1]["url"] == QUERY_URL.replace("phoneblock.net", "HOST")
    assert query["actions"][2]["negativeSig"] == "(D_POLL|G_FRAUD|E_ADVERTISING|F_GAMBLE|B_MISSED)"
    assert query["actions"][2]["categorySig"] == '"rating":"(.+?)"'
    assert report["actions"][2]["url"] == REPORT_URL.replace("phoneblock.net", "HOST")
    assert report["actions"][2]["body"] == REPORT_BODY
    assert bot["actions"][1]["url"] == LIST_URL.replace("phoneblock.net", "HOST")
    assert all("{bearer_auth(KEY)}" in text for text in PRESETS)


def test_a_query_is_sent_as_the_app_sends_it(guard: Guard) -> None:
    guard.app.region_code = "49"
    guard.app.run(guard.preset(0), "017650642602")
    head, *headers = guard.app.requests[0].decode().split("\r\n")
    assert head == (
        "GET /phoneblock/api/check?sha1=3D1D76F0C3664E1E818C6ECCFD8843AD1F4091CC"
        f"&prefix10={digest_of('+491765064260')}&prefix100={digest_of('+49176506426')} HTTP/1.1"
    )
    assert headers[:2] == [f"Authorization: Bearer {guard.key}", f"User-Agent: {AGENT}"]


@pytest.mark.parametrize(
    ("listed", "category", "displayed", "rating"),
    [
        ("13912345601", "fraud", "13912345601", "G_FRAUD"),
        ("13912345602", "spam", "+8613912345602", "B_MISSED"),
        ("13912345603", "telemarketing", "139 1234 5603", "E_ADVERTISING"),
        ("13912345604", "robocall", "8613912345604", "B_MISSED"),
        ("13912345605", "other", "+86 139-1234-5605", "B_MISSED"),
        ("01012345678", "fraud", "01012345678", "G_FRAUD"),
        ("+4917650642602", "fraud", "+4917650642602", "G_FRAUD"),
    ],
)
def test_a_listed_number_is_blocked_in_every_form(
    guard: Guard, listed: str, category: str, displayed: str, rating: str
) -> None:
    guard.add(listed, category=category)
    run = guard.app.run(guard.preset(0), displayed)
    assert (run.done, run.is_spam, run.category) == (True, True, rating)
    assert guard.app.knows(displayed)


@pytest.mark.parametrize(
    ("prefix", "displayed"),
    [("+861701234567", "17012345678"), ("+86171123456", "17112345678"), ("+8617212", "17212345678")],
)
def test_a_number_of_a_listed_range_is_blocked(guard: Guard, prefix: str, displayed: str) -> None:
    guard.add(prefix, match="prefix", category="telemarketing")
    run = guard.app.run(guard.preset(0), displayed)
    assert (run.is_spam, run.category) == (True, "E_ADVERTISING")
    assert guard.app.run(guard.preset(0), "13999999999").is_spam is None


@pytest.mark.parametrize(
    "displayed", ["13900000001", "95588", "+8695588", "01095588", "110", "+4930123456", "0", "1&2"]
)
def test_a_clean_answer_holds_nothing_that_the_app_takes_for_spam(guard: Guard, displayed: str) -> None:
    run = guard.app.run(guard.preset(0), displayed)
    assert (run.done, run.is_spam, guard.app.spam_db) == (True, None, set())
    assert b": " not in guard.app.answers[0]
    assert re.findall(rb"[A-G]_[A-Z]+", guard.app.answers[0]) == [b"A_LEGITIMATE"]


def test_an_allowed_number_of_a_listed_range_is_let_through(guard: Guard) -> None:
    guard.add("+8617312345", match="prefix", category="fraud")
    assert guard.app.run(guard.preset(0), "17312345678").is_spam
    guard.add("17312345678", list="allow")
    assert guard.app.run(guard.preset(0), "17312345678").is_spam is None
    assert b'"whiteListed":true' in guard.app.answers[1]


def reports(guard: Guard) -> dict[str, Any]:
    server = guard.server
    found = {}
    for number in ("+8613800000001", "+8613800000002", "+8613800000003", "+16502530000"):
        answer = server.ask("POST", f"/v1/admin/reports/{quote(number)}/accept?why=test", {}, guard.admin)
        if answer[0] == 201:
            found[number] = answer[2]
            guard.remove(answer[2]["id"])
    return found


@pytest.mark.parametrize(
    ("displayed", "chosen", "comment", "number", "category"),
    [
        ("13800000001", "{fraud}", "poses as JD.com", "+8613800000001", "fraud"),
        ("+8613800000002", "{marketing}", 'says "hello"\nthen {nothing} \\ "', "+8613800000002", "telemarketing"),
        ("13800000003", "{other}", "", "+8613800000003", "other"),
        ("+16502530000", "{survey}", "é 说", "+16502530000", "telemarketing"),
    ],
)
def test_a_report_is_sent_as_the_app_sends_it_and_counts(  # noqa: PLR0913, PLR0917 - one row of the table
    guard: Guard, displayed: str, chosen: str, comment: str, number: str, category: str
) -> None:
    run = guard.app.run(guard.preset(1), displayed, category=chosen, comment=comment)
    assert (run.done, run.status, run.output) == (True, 200, b"Rating recorded.")
    head, body = guard.app.requests[0].decode().split("\r\n\r\n", 1)
    assert head.startswith("POST /phoneblock/api/rate HTTP/1.1\r\n")
    assert "Content-Type: application/x-www-form-urlencoded" in head
    assert body.startswith(f'{{\n    "phone": "00{number[1:]}",\n    "rating": "')
    entry = reports(guard)[number]
    assert (entry["category"], entry["source"]) == (category, "reports of 1 phones")


def test_a_report_of_an_official_line_is_answered_and_does_not_count(guard: Guard) -> None:
    run = guard.app.run(guard.preset(1), "95588", category="{fraud}", comment="")
    assert (run.done, run.status) == (True, 200)
    assert run.output.startswith(b"Not counted: ")


def test_the_daily_workflow_fetches_the_list_and_then_only_what_is_new(guard: Guard) -> None:
    app = guard.app
    guard.add("13912345699", category="fraud")
    assert app.run(guard.preset(2)).done
    assert b"&since=0 HTTP/1.1" in app.requests[0]
    assert app.knows("13912345699")
    assert app.knows("+8613912345699")
    assert not app.knows("13900000001")
    first, known = app.saved_tags["version"], set(app.spam_db)
    guard.add("13912345698", category="spam")
    guard.remove("block:exact:+8613912345699")
    assert app.run(guard.preset(2)).done
    assert f"&since={first} HTTP/1.1".encode() in app.requests[1]
    assert app.spam_db - known == {"+8613912345698"}
    assert b'<phone-info phone="+8613912345699" votes="0"' in app.answers[1]
    assert app.run(guard.preset(2)).done
    assert b"phone-info" not in app.answers[2]
    assert app.saved_tags["version"] > first


def test_a_workflow_that_is_refused_keeps_its_version(guard: Guard) -> None:
    guard.app.saved_tags["version"] = "1"
    guard.key, key = "nobody's", guard.key
    run = guard.app.run(guard.preset(2))
    guard.key = key
    assert (run.done, run.status, guard.app.saved_tags) == (False, 401, {"version": "1"})


@pytest.mark.parametrize(
    ("displayed", "category"),
    [
        ("0095118", "spoofed_official_call"),
        ("+0095118", "spoofed_official_call"),
        ("95588", None),
        ("13900000001", None),
    ],
)
def test_the_richer_preset_recognises_look_alikes(guard: Guard, displayed: str, category: str | None) -> None:
    run = guard.app.run(guard.preset(3), displayed)
    is_spam = True if category else None
    assert (run.done, run.is_spam, run.category, guard.app.spam_db) == (True, is_spam, category, set())
    assert not is_spam or run.comment


def test_the_richer_preset_knows_the_lists(guard: Guard) -> None:
    guard.add("13912345677", category="telemarketing")
    run = guard.app.run(guard.preset(3), "13912345677")
    assert (run.is_spam, run.category) == (True, "listed_caller")
