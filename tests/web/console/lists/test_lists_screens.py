"""The screens of lists, as a browser without scripts has them."""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from guard_api.actions.lists.edit import add_entry
from guard_api.actions.people.second_person import waiting
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.ports import Services
from guard_api.ports.people.people import Role
from tests.support.clock import Clock
from tests.support.people import ConsoleClient
from tests.web.console.conftest import LogIn
from tests.web.console.day import BLOCKED, IN_RANGE, RANGE, author, fill

SCREENS = (
    "/console/overview",
    "/console/overview?days=365",
    "/console/lookup",
    f"/console/lookup?q={BLOCKED}",
    f"/console/lookup?q={IN_RANGE}",
    "/console/lookup?q=95588",
    "/console/lookup?q=https://www.jd-kefu.top/a?b",
    "/console/lookup?q=13500001111",
    "/console/lists",
    "/console/lists?ending=5678",
    "/console/lists?list=block_domains&q=top&order=number",
    "/console/lists?q=nothing-like-this",
    "/console/lists/selected?found=1&list=block_domains",
    f"/console/entries/block:exact:{BLOCKED}",
    f"/console/entries/block:prefix:{RANGE}",
    "/console/add",
    "/console/changes",
    "/console/changes?what=edit&who=zhao&list=block&from=2020-01-01",
    "/console/changes/1",
    "/console/keys",
    "/console/system",
)
ENTRY = f"/console/entries/block:exact:{BLOCKED}"
KEY = EntryKey(ListName.BLOCK, Match.EXACT, BLOCKED)
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture(autouse=True)
def filled(services: Services, clock: Clock) -> None:
    fill(services, clock)


def seen(text: str) -> str:
    """Give what a person sees of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_shows_in_both_languages_and_no_text_is_missing(log_in: LogIn, path: str, language: str) -> None:
    answer = log_in(Role.ADMIN).get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert re.findall(r"console\.[a-z_]+\.[a-z_.]+", seen(answer.text)) == []
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("139 1234 5678", "Phones warn of it."),
        ("jd-kefu.top", "Phones warn of it."),
        ("https://www.jd-kefu.top/login?x=1", "Phones warn of it."),
        ("13912340000", "It is let through"),
        ("95588", "It is official."),
        ("13500001111", "It is on no list."),
        ("block:prefix:+8617012", "Phones warn of it."),
    ],
)
def test_why_is_kept_of_whatever_form_somebody_has(log_in: LogIn, q: str, expected: str) -> None:
    text = seen(log_in(Role.VIEWER).get(f"/console/lookup?q={quote(q)}").text)
    assert expected in text


def test_what_can_be_read_as_nothing_is_reported_to_be_so(log_in: LogIn) -> None:
    answer = log_in(Role.VIEWER).get("/console/lookup?q=%25%25")
    assert answer.status_code == 404
    assert "neither as a number nor as a website" in answer.text


def test_a_number_is_let_through_by_taking_its_entry_off(log_in: LogIn, services: Services) -> None:
    client, entry = log_in(Role.EDITOR), services.lists.get(KEY)
    assert entry is not None
    page = f"/console/lookup?q={quote(BLOCKED)}"
    fields: dict[str, Any] = {
        "q": BLOCKED,
        "entry": KEY.id,
        "revision": entry.revision,
        "how": "remove",
        "why": "a new owner",
    }
    assert client.send("/console/lookup/let-through", page, **fields).status_code == 303
    assert "It is on no list." in client.get(page).text
    change = services.changes.list(1 << 62, 1)[0]
    assert (change.who, change.why, change.removed) == ("console:editor", "a new owner", 1)


def test_a_number_of_a_range_is_let_through_alone(log_in: LogIn, services: Services) -> None:
    client, page = log_in(Role.EDITOR), f"/console/lookup?q={quote(IN_RANGE)}"
    fields: dict[str, Any] = {"q": IN_RANGE, "entry": f"block:prefix:{RANGE}", "how": "allow", "why": "a clinic"}
    assert client.send("/console/lookup/let-through", page, **fields).status_code == 303
    assert "It is let through" in client.get(page).text
    assert services.lists.get(EntryKey(ListName.BLOCK, Match.PREFIX, RANGE)) is not None


def form_of(entry: Entry, **changed: str) -> dict[str, Any]:
    return {"category": entry.category, "label": entry.label, "source": entry.source, "note": entry.note, **changed}


def test_who_was_slower_sees_both_versions_and_loses_nothing(log_in: LogIn, services: Services) -> None:
    client, before = log_in(Role.EDITOR), services.lists.get(KEY)
    assert before is not None
    services.lists.edit(KEY, {"label": "theirs"}, author(services, "li", "x"))
    mine = form_of(before.entry, label="mine", revision=str(before.revision), why="mine")
    refused = client.send(ENTRY, **mine)
    assert refused.status_code == 409
    assert "Somebody was faster" in refused.text
    assert all(words in seen(refused.text) for words in ("theirs", "mine", "li changed it"))
    assert 'value="mine"' in refused.text
    now = services.lists.get(KEY)
    assert now is not None
    assert now.entry.label == "theirs"
    assert f'name="revision" value="{now.revision}"' in refused.text
    assert client.send(ENTRY, **{**mine, "revision": str(now.revision)}).status_code == 303
    assert seen(client.get(ENTRY).text).count("mine") == 2
    stale = client.send(f"{ENTRY}/remove", ENTRY, revision=str(now.revision), why="x")
    assert stale.status_code == 409


def test_a_day_of_expiry_ends_where_the_person_is(log_in: LogIn, services: Services) -> None:
    client, entry = log_in(Role.EDITOR), services.lists.get(KEY)
    assert entry is not None
    fields: dict[str, Any] = form_of(entry.entry, revision=str(entry.revision), why="x")
    assert client.send(ENTRY, **fields, expires_at="2027-01-31").status_code == 303
    changed = services.lists.get(KEY)
    assert changed is not None
    assert changed.entry.expires_at is not None
    assert changed.entry.expires_at.isoformat() == "2027-01-31T15:59:59+00:00"
    assert 'value="2027-01-31"' in client.get(ENTRY).text
    fields["revision"] = str(changed.revision)
    for wrong in ("soon", "2020-01-01", "9999-12-31", "0001-01-01"):
        assert client.send(ENTRY, **fields, expires_at=wrong).status_code == 422, wrong


def test_pasted_lines_are_read_first_and_listed_as_one_change(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    lines = "138 0000 0001\n138 0000 0001\n139 1234 5678\n+86 1390*\n95588\n1.39E+10\n13912340000\n"
    shown = client.send("/console/add/read", "/console/add", lines=lines, list="block")
    text = seen(shown.text)
    assert "2 of 7 lines can be listed" in text
    for words in ("+8613800000001", "stands above already", "is listed already", "covers 10,000,000 numbers"):
        assert words in text, words
    for words in ("a publisher has to", "official number", "decimal number", "is allowed"):
        assert words in text, words
    newest = services.changes.list(1 << 62, 1)[0].revision
    fields: dict[str, Any] = {
        "lines": lines.replace("+86 1390*\n", ""),
        "list": "block",
        "category": "spam",
        "label": "x",
        "why": "y",
    }
    added = client.send("/console/add", **fields)
    assert added.headers["Location"] == f"/console/changes/{newest + 1}"
    change = services.changes.get(newest + 1)
    assert (change.added, change.who, change.why) == (1, "console:editor", "y")
    assert "None of these lines" in client.send("/console/add", **fields).text


def test_what_covers_a_million_numbers_is_for_publishers(log_in: LogIn, services: Services) -> None:
    fields: dict[str, Any] = {"lines": "+86 1390*", "list": "block", "category": "spam", "why": "y"}
    editor = log_in(Role.EDITOR)
    shown = editor.send("/console/add/read", "/console/add", **fields)
    assert "a publisher has to list it" in shown.text
    assert editor.send("/console/add", **fields).status_code == 403
    publisher = log_in(Role.PUBLISHER)
    assert publisher.send("/console/add", **fields).status_code == 303
    page = "/console/entries/block:prefix:+861390"
    assert "<form" not in re.sub(r"(?s)<header.*?</header>", "", editor.get(page).text)
    assert editor.send(f"{page}/remove", "/console/add", revision="1", why="x").status_code == 403
    key = EntryKey(ListName.BLOCK, Match.PREFIX, "+861390")
    assert editor.send("/console/lists/remove", "/console/add", id=key.id, why="x").status_code == 403
    assert services.lists.get(key) is not None


def test_chosen_entries_are_edited_and_removed_as_one_change(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    ids = [f"block:exact:+861391234{n}" for n in (5680, 5681, 5682)]
    shown = client.get("/console/lists/selected", query_string={"id": ids})
    assert "3 of: Blocked numbers" in shown.text
    fields: dict[str, Any] = {"id": ids, "set_label": "1", "label": "new", "note": "not ticked", "why": "z"}
    made = client.send("/console/lists/edit", "/console/lists/selected?found=1&q=139", **fields)
    change = services.changes.list(1 << 62, 1)[0]
    assert made.headers["Location"] == f"/console/changes/{change.revision}"
    assert (change.updated, change.why) == (3, "z")
    entry = services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, "+8613912345680"))
    assert entry is not None
    assert (entry.entry.label, entry.entry.note) == ("new", "")
    nothing = client.send("/console/lists/edit", "/console/add", id=ids, label="x", why="z")
    assert (nothing.status_code, "Tick what is to be changed" in nothing.text) == (422, True)
    client.send("/console/lists/remove", "/console/add", id=ids, why="z")
    assert services.changes.list(1 << 62, 1)[0].removed == 3
    assert client.get("/console/lists/selected").status_code == 422


def test_changes_are_taken_back_by_who_made_them_or_a_publisher(log_in: LogIn, services: Services) -> None:
    editor = log_in(Role.EDITOR)
    shown = editor.get("/console/changes/1")
    assert "59 go off the list again" in seen(shown.text)
    assert "1 stay as they are" in seen(shown.text)
    assert "a publisher can take it back" in shown.text
    assert editor.send("/console/changes/1/undo", "/console/add", why="x").status_code == 403
    publisher = log_in(Role.PUBLISHER)
    assert publisher.send("/console/changes/1/undo", why="x", page="/console/changes/1").status_code == 303
    undone = services.changes.list(1 << 62, 1)[0]
    assert (undone.reverts, undone.removed, undone.skipped) == (1, 59, 1)
    assert "There is nothing to take back" in publisher.get("/console/changes/1").text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("who=zhao", 2),
        ("what=edit", 1),
        ("list=block_domains&who=li", 3),
        (f"entry={quote(KEY.id)}", 2),
        ("entry=139+1234+5678", 2),
        ("entry=139+1234+5678&list=allow", 0),
        ("entry=13912340000", 1),
        ("entry=%2B8617012*", 1),
        ("entry=https://jd-kefu.top/", 1),
        ("entry=x", 0),
    ],
)
def test_changes_are_found_by_who_what_where(log_in: LogIn, query: str, count: int) -> None:
    text = log_in(Role.VIEWER).get(f"/console/changes?{query}").text
    assert len(re.findall(r'<td><a href="/console/changes/\d+">', text)) == count


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("list=allow&format=csv", ["+8613912340000"]), ("format=plain&ending=5678", [BLOCKED]), ("format=csv&q=zzz", [])],
)
def test_what_is_shown_is_saved_as_a_file(log_in: LogIn, query: str, numbers: list[str]) -> None:
    answer = log_in(Role.VIEWER).get(f"/console/lists/export?{query}")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert re.findall(r"\+86\d{11}", answer.text) == numbers
    assert log_in(Role.EDITOR).get("/console/lists/export?list=allow&format=hosts").status_code == 422


def test_facets_count_and_lead_on(log_in: LogIn) -> None:
    text = log_in(Role.VIEWER).get("/console/lists?category=fraud").text
    assert re.search(r'aria-current="true">fraud <span class="count">60<', text)
    assert re.search(r'match=exact[^>]*>one number <span class="count">60<', text)
    assert 'name="id"' not in text


def chips(text: str, name: str) -> dict[str, str]:
    """Give what leads on to each source, and what is said of it."""
    found = re.findall(rf'<a class="chip" href="([^"]*[?&;]{name}=[^"]*)"[^>]*>(.*?)</a>', text)
    return {re.sub(r"\s+", " ", re.sub("<[^>]+>", "", shown)).strip(): unescape(link) for link, shown in found}


def test_whose_entries_a_list_has_is_counted_and_leads_on(log_in: LogIn) -> None:
    client = log_in(Role.EDITOR)
    leads = chips(client.get("/console/lists").text, "source")
    assert [*leads] == ["反诈中心日报 60", "ARCEP 1", "工单 2231 1", "市民热线 1"]
    shown = client.get(leads["ARCEP 1"]).text
    assert re.findall(r'name="id" value="([^"]+)"', shown) == ["block:prefix:+33162"]
    assert 'id="source" name="source" value="ARCEP"' in shown
    assert re.search(r'aria-current="true">\s*ARCEP', shown)
    links = re.findall(r'href="([^"]*/lists/(?:export|selected)[^"]*)"', shown)
    assert links
    assert all("source=ARCEP" in link for link in links)


def test_sources_are_counted_of_what_else_was_chosen(log_in: LogIn) -> None:
    client = log_in(Role.VIEWER)
    assert [*chips(client.get("/console/lists?match=prefix").text, "source")] == ["ARCEP 1", "工单 2231 1"]
    assert [*chips(client.get("/console/lists?ending=5678").text, "source")] == ["反诈中心日报 1"]
    assert [*chips(client.get("/console/lists?list=block_domains&q=jd").text, "source")] == ["反诈中心日报 1"]


def test_a_hostile_source_is_text_and_found_as_it_is(log_in: LogIn, services: Services) -> None:
    entry = Entry("13700001111", Match.EXACT, Category.SPAM, source=HOSTILE)
    add_entry(services, ListName.BLOCK, entry, "CN", author(services, "li", "x"))
    client = log_in(Role.VIEWER)
    text = client.get("/console/lists").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    shown = client.get("/console/lists", query_string={"source": HOSTILE}).text
    assert "+8613700001111" in shown
    assert "<script>alert" not in shown


def test_more_sources_than_are_shown_are_counted_together(log_in: LogIn, services: Services) -> None:
    for n in range(25):
        entry = Entry(f"137000011{n:02}", Match.EXACT, Category.SPAM, source=f"case {n:02}")
        add_entry(services, ListName.BLOCK, entry, "CN", author(services, "li", "x"))
    client = log_in(Role.VIEWER)
    text = client.get("/console/lists").text
    assert len(chips(text, "source")) == 20
    assert re.search(r'others\s*<span class="count">\d', text)
    assert "+8613700001124" in client.get("/console/lists?source=case+24").text


def test_what_is_too_much_to_be_counted_is_shown_to_be_so(log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard_api.store.sql.lists.search.conditions.FEW", 3)
    text = log_in(Role.VIEWER).get("/console/lists?q=139").text
    assert "not counted" in text
    assert "反诈中心日报" in [*chips(text, "source")]


def test_pages_lead_on_and_a_wrong_cursor_is_refused(log_in: LogIn) -> None:
    client = log_in(Role.VIEWER)
    first = client.get("/console/lists?order=number").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = client.get(following[1].replace("&amp;", "&")).text
    numbers = re.findall(r">(\+\d+\*?)<", first), re.findall(r">(\+\d+\*?)<", second)
    assert not {*numbers[0]} & {*numbers[1]}
    assert (len(numbers[0]), len(numbers[1])) == (50, 13)
    assert client.get("/console/lists?cursor=zzz").status_code == 422


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_and_may_what_is_its(log_in: LogIn, role: Role) -> None:
    client = log_in(role)
    edits, is_admin = role.includes(Role.EDITOR), role is Role.ADMIN
    assert client.get("/console/lists").status_code == 200
    assert client.get("/console/add").status_code == (200 if edits else 403)
    assert client.get("/console/lists/selected?found=1").status_code == (200 if edits else 403)
    assert client.get("/console/keys").status_code == (200 if is_admin else 403)
    assert ('action="/console/lookup/let-through"' in client.get(f"/console/lookup?q={quote(BLOCKED)}").text) is edits
    assert (f'action="{ENTRY}"' in client.get(ENTRY).text.replace("%2B", "+")) is edits


@pytest.mark.parametrize("path", ["/console/lists", ENTRY, f"/console/lookup?q={quote(BLOCKED)}", "/console/changes"])
def test_hostile_words_are_shown_and_not_run(log_in: LogIn, services: Services, path: str) -> None:
    services.lists.edit(KEY, dict.fromkeys(("label", "note", "source"), HOSTILE), author(services, "li", HOSTILE))
    device = next(one.device for one in services.keys.list() if one.device is not None)
    services.reports.submit(BLOCKED, device.id, Category.FRAUD, HOSTILE, services.clock())
    page = log_in(Role.EDITOR).get(path)
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text


def test_what_nobody_would_see_is_kept_nowhere(log_in: LogIn, services: Services) -> None:
    client, entry = log_in(Role.EDITOR), services.lists.get(KEY)
    assert entry is not None
    typed = form_of(entry.entry, label="\u202ebank\u200b\x00\x07", source="a\tb", note="n" * 999)
    client.send(ENTRY, **typed, revision=str(entry.revision), why=f"\u2066why{'!' * 999}")
    changed = services.lists.get(KEY)
    assert changed is not None
    assert (changed.entry.label, changed.entry.source, changed.entry.note) == ("bank", "a b", "n" * 500)
    assert services.changes.get(changed.revision).why == f"why{'!' * 296}"
    lines: dict[str, Any] = {"lines": "13700001111", "list": "block", "category": "spam"}
    client.send("/console/add", **lines, label="x\u2028y", why="w")
    added = services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, "+8613700001111"))
    assert added is not None
    assert added.entry.label == "x y"


@pytest.mark.parametrize(
    "path", [ENTRY, "/console/lists/selected?id=" + quote(KEY.id), "/console/add?lines=13700001111"]
)
def test_no_more_can_be_typed_than_is_kept(log_in: LogIn, path: str) -> None:
    client = log_in(Role.EDITOR)
    shown = client.get(path).text
    if path.startswith("/console/add"):
        shown = client.send("/console/add/read", "/console/add", lines="13700001111", list="block").text
    lengths = {
        name: re.search(rf'<input id="{name}"[^>]*maxlength="(\d+)"', shown) for name in ("label", "source", "note")
    }
    assert {name: found and found[1] for name, found in lengths.items()} == {
        "label": "128",
        "source": "128",
        "note": "500",
    }


@pytest.mark.parametrize(
    "path", ["lookup?q=", "lists?q=", "lists?ending=", "changes?who=", "changes?entry=", "keys?q="]
)
def test_hostile_addresses_are_shown_and_not_run(log_in: LogIn, path: str) -> None:
    page = log_in(Role.ADMIN).get(f"/console/{path}{quote(HOSTILE)}")
    assert page.status_code in {200, 404}
    assert "<script>alert" not in page.text


def test_a_code_is_shown_once_as_text_and_picture(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.ADMIN)
    fields: dict[str, Any] = {"uses": "5", "days": "2", "server": "https://guard.example.cn/", "why": "a family"}
    page = client.send("/console/keys/codes", "/console/keys", **fields)
    code = re.search(r'class="secret mono">([^<]+)<', page.text)
    assert code is not None
    assert 'src="data:image/svg+xml' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert services.keys.is_good(code[1], None, services.clock())
    assert code[1] not in client.get("/console/keys").text
    for server in ("http://guard.example.cn", "javascript:alert(1)", "https://", "https://a/?x=1"):
        assert client.send("/console/keys/codes", "/console/keys", **{**fields, "server": server}).status_code == 422


def test_keys_are_made_found_and_revoked(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.ADMIN)
    made = client.send("/console/keys", scope="admin:lists", label="Excel robot", why="x")
    secret = re.search(r'class="secret mono">([^<]+)<', made.text)
    assert secret is not None
    key = services.keys.authenticate(secret[1])
    assert key is not None
    assert "Excel robot" in client.get("/console/keys?q=excel&scope=admin:lists").text
    assert "Excel robot" not in client.get("/console/keys?q=excel&scope=device").text
    page = f"/console/keys/{key.id}/revoke"
    assert client.send(page, why="lost").status_code == 303
    assert services.keys.authenticate(secret[1]) is None
    assert "There is no such key" in client.get(page).text


def test_what_changes_nothing_can_be_requested_and_what_changes_cannot(log_in: LogIn, services: Services) -> None:
    client, newest = log_in(Role.ADMIN), services.changes.list(1 << 62, 1)[0].revision
    for path in (ENTRY, f"{ENTRY}/remove", "/console/add", "/console/lists/remove", "/console/changes/1/undo"):
        assert client.get(f"{path}?why=x&id={KEY.id}&lines=13800000001").status_code in {200, 404, 405}
        assert client.post(path, data={"why": "x", "id": KEY.id, "lines": "13800000001"}).status_code == 400
    assert services.changes.list(1 << 62, 1)[0].revision == newest


class TestFourEyes:
    @pytest.fixture
    def services(self, services: Services) -> Services:
        return replace(services, console=replace(services.console, four_eyes_above=2))

    def test_removals_of_many_wait_for_a_second_person(self, log_in: LogIn, services: Services) -> None:
        client = log_in(Role.EDITOR)
        ids = [f"block:exact:+861391234{n}" for n in (5680, 5681, 5682)]
        sent = client.send("/console/lists/remove", "/console/add", id=ids, why="z")
        assert sent.headers["Location"] == "/console/lists"
        assert [(one.kind, one.count) for one in waiting(services)] == [("remove_entries", 3)]
        assert services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, "+8613912345680")) is not None


def test_an_entry_of_another_time_is_not_there(log_in: LogIn) -> None:
    client: ConsoleClient = log_in(Role.VIEWER)
    for name in ("block:exact:+8613999999999", "block", "block:exact:", "x:y:z", "block:domain:evil.top"):
        assert client.get(f"/console/entries/{name}").status_code == 404, name
    assert client.get("/console/changes/99999").status_code == 404


def test_what_was_listed_again_has_one_history(log_in: LogIn, services: Services) -> None:
    text = seen(log_in(Role.VIEWER).get("/console/entries/block:exact:+8613912345679").text)
    assert text.index("wang listed it") < text.index("zhao took it off") < text.rindex("wang listed it")
    services.lists.remove(KEY, author(services, "li", "x"))
    add_entry(services, ListName.BLOCK, Entry(BLOCKED, label="back"), "CN", author(services, "li", "x"))
    assert "back" in log_in(Role.EDITOR).get(ENTRY).text
    assert waiting(services) == []
