"""Tuning in the console: why somebody was warned, patterns and thresholds with the way back, what is tried first."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from guard_api.actions.tuning.backtest import run_queued
from guard_api.engine.decision import Why
from guard_api.engine.observations import AnyObservation
from guard_api.engine.policy import Mode
from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import Kind
from guard_api.links.facts import Reason
from guard_api.messages.pressure import Pressure
from guard_api.messages.reader import Ask
from guard_api.patterns import PATTERNS
from guard_api.patterns.article import FLOOR
from guard_api.ports import Services
from guard_api.ports.backtests import BacktestState
from guard_api.ports.circle.deliveries import ChannelType
from guard_api.ports.people.people import Role
from guard_api.ports.phones.feedback import Verdict
from guard_api.presenters.tuning import report_written
from guard_api.texts import LANGUAGES, texts_in
from guard_api.web.console.app import console_app
from tests.support.clock import Clock
from tests.support.people import ConsoleClient
from tests.support.phones import TestPhone
from tests.support.stories import BANK, JD_CLAIM, SHARE, SPOOFED, Step, link, play
from tests.web.console.conftest import LogIn, assert_usable

LIST = "/console/patterns"
PATTERN = f"{LIST}/screen_share_with_stranger"
TAKEOVER = "account_takeover"
NEEDED = "spoofed_official_call"
"""What is needed for the article's fraud to be critical where levels begin as high as can be."""
HIGH = {"notice": "98", "warning": "99", "critical": "100"}
UNKNOWN = ("call", "screen_share", "forwarding", "foreground_app", "claimed_identity")


class _Idle:
    def start(self) -> None:
        """Start nothing: the test does what is queued."""


@pytest.fixture
def services(services: Services) -> Services:
    return replace(services, backtest_runner=_Idle())


@pytest.fixture
def console(services: Services) -> Flask:
    app = console_app(services)
    app.test_client_class = ConsoleClient
    return app


@pytest.fixture
def check_id(phone: TestPhone, clock: Clock) -> str:
    """Give the last check of a fraud."""
    steps: list[Step] = [(0, {**SPOOFED, **JD_CLAIM}), (3, SHARE), (5, link("2406578.top")), (9, BANK)]
    return str(play(phone, clock, steps)[-1]["check_id"])


def text_of(client: ConsoleClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.text)


def mode_of(services: Services, pattern: str) -> Mode:
    return next(rule.mode for rule in services.policy.current().rules if rule.pattern.id == pattern)


def test_a_check_is_explained_in_words(log_in: LogIn, check_id: str) -> None:
    shown = text_of(log_in(Role.EDITOR), f"/console/checks?check={check_id}")
    for words in ("DANGER", "Your money is in danger", "the screen is shared", "a heavier one says the same:"):
        assert words in shown
    for words in ("2406578.top", "digits with a cheap ending", "a sign is missing", "call forwarding was switched on"):
        assert words in shown
    assert "95 %:" in shown
    assert "console.checks." not in shown


def test_who_only_looks_on_sees_no_numbers(log_in: LogIn, check_id: str) -> None:
    number = str(SPOOFED["caller_number"])
    assert number in text_of(log_in(Role.EDITOR), f"/console/checks?check={check_id}")
    masked = text_of(log_in(Role.VIEWER), f"/console/checks?check={check_id}")
    assert number not in masked
    assert "***" in masked


@pytest.mark.parametrize("name", ["x", "0" * 16 + "-1-1-1", "<script>", "' OR 1=1", "\x00", "a" * 5000])
def test_of_no_check_nothing_is_explained(log_in: LogIn, name: str) -> None:
    answer = log_in(Role.VIEWER).get("/console/checks", query_string={"check": name})
    assert answer.status_code == 404
    assert "There is no such check" in answer.text


def test_a_pattern_is_changed_with_why_and_taken_back(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.PUBLISHER)
    edit = {"mode": "shadow", "weight": "40", "within": "", "why": "too many"}
    assert client.send(f"{PATTERN}/edit", page=PATTERN, **edit).status_code == 303
    assert mode_of(services, "screen_share_with_stranger") is Mode.SHADOW
    [made] = services.policy.history(None, 9)
    assert (made.who, made.why) == ("console:publisher", "too many")
    assert '<span class="tag">shadow</span>' in text_of(client, LIST)
    listed = text_of(client, f"{LIST}/versions")
    assert "too many" in listed
    preview = text_of(client, f"{LIST}/versions/1")
    assert "shadow, Weight 40" in preview
    assert client.send(f"{LIST}/versions/1/undo", page=f"{LIST}/versions/1", why="wrong").status_code == 303
    assert mode_of(services, "screen_share_with_stranger") is Mode.ON
    assert "the same was changed since" in text_of(client, f"{LIST}/versions/1")
    assert client.send(f"{LIST}/versions/1/undo", page=PATTERN, why="again").status_code == 409
    assert "changed the policy" in text_of(client, "/console/changes")


def test_thresholds_are_changed_within_bounds(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.PUBLISHER)
    path = f"{LIST}/thresholds"
    for wrong in (
        {"notice": "60", "warning": "50", "critical": "80"},
        {"notice": "", "warning": "５", "critical": "x"},
    ):
        answer = client.send(path, page=LIST, **wrong)
        assert (answer.status_code, "They must rise" in answer.text) == (422, True)
    assert services.policy.history(None, 9) == []
    answer = client.send(path, page=LIST, notice="20", warning="55", critical="80", why="quieter")
    assert answer.status_code == 303
    assert services.policy.current().thresholds.warning == 55


@pytest.mark.parametrize(
    "wrong",
    [{"weight": "101"}, {"weight": "-1"}, {"within": "0"}, {"within": "1441"}, {"weight": "1e3"}, {"mode": "x"}],
)
def test_what_cannot_be_stays_in_the_form(log_in: LogIn, services: Services, wrong: dict[str, str]) -> None:
    client = log_in(Role.PUBLISHER)
    form: dict[str, Any] = {"mode": "on", "why": "so", **wrong}
    answer = client.send(f"{PATTERN}/edit", page=PATTERN, **form)
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text or "note wrong" in answer.text
    assert (
        client.send("/console/backtests", page=PATTERN, pattern="screen_share_with_stranger", **form).status_code == 422
    )
    assert services.policy.history(None, 9) == []
    assert services.backtests.list(9) == []


def test_below_what_must_hold_only_an_admin_goes(log_in: LogIn, services: Services) -> None:
    path, page = f"{LIST}/{NEEDED}/edit", f"{LIST}/{NEEDED}"
    publisher, admin = log_in(Role.PUBLISHER), log_in(Role.ADMIN)
    assert publisher.send(f"{LIST}/thresholds", page=LIST, why="high", **HIGH).status_code == 303
    refused = publisher.send(path, page=page, mode="off", why="off")
    assert refused.status_code == 409
    assert "article-in-one-check" in refused.text
    assert "must come to DANGER" in refused.text
    assert 'name="force"' not in refused.text
    assert publisher.send(path, page=page, mode="off", why="off", force="1").status_code == 403
    assert mode_of(services, NEEDED) is Mode.ON
    assert 'name="force"' in admin.send(path, page=page, mode="off", why="off").text
    assert admin.send(path, page=page, mode="off", why="off", force="1").status_code == 303
    assert mode_of(services, NEEDED) is Mode.OFF


def test_who_is_no_publisher_changes_nothing(log_in: LogIn, services: Services) -> None:
    viewer, editor = log_in(Role.VIEWER), log_in(Role.EDITOR)
    for client in (viewer, editor):
        assert 'name="why"' not in text_of(client, PATTERN)
        for path in (f"{PATTERN}/edit", f"{LIST}/thresholds", f"{LIST}/versions/1/undo", "/console/backtests"):
            assert client.send(path, page=LIST, mode="off", why="x").status_code == 403
    assert log_in(Role.PUBLISHER).post(f"{PATTERN}/edit", data={"mode": "off"}).status_code == 400
    assert services.policy.history(None, 9) == []
    assert text_of(viewer, f"{LIST}/no_such", 404)
    assert text_of(viewer, f"{LIST}/versions/7", 404)


def tried(client: ConsoleClient, services: Services, **form: object) -> str:
    answer = client.send("/console/backtests", page=f"{LIST}/{TAKEOVER}", pattern=TAKEOVER, why="maybe", **form)
    assert answer.status_code == 303
    path = answer.headers["Location"]
    assert "waiting" in text_of(client, path)
    run_queued(services, tuple, report_written)
    return path


def test_what_would_change_is_tried_first(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.PUBLISHER)
    path = tried(client, services, mode="off")
    shown = text_of(client, path)
    assert "3 cases were played" in shown
    assert "Your money is in danger" in shown
    case = text_of(log_in(Role.VIEWER), f"{path}/cases/article-fraud")
    assert "only here:" in case
    assert mode_of(services, TAKEOVER) is Mode.ON
    assert text_of(client, f"{path}/cases/no-such", 404)
    assert text_of(client, "/console/backtests/no-such", 404)
    assert "maybe" in text_of(client, "/console/backtests")
    assert client.send("/console/backtests", page=LIST, pattern="none", mode="off").status_code == 404


def test_thresholds_are_tried_too(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.PUBLISHER)
    answer = client.send("/console/backtests", page=LIST, notice="97", warning="98", critical="99")
    [one] = services.backtests.list(9)
    assert answer.headers["Location"].endswith(one.id)
    assert one.edits.thresholds is not None
    assert one.edits.thresholds.warning == 98


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_may_be_shown_has_its_words(language: str) -> None:
    tags = [kind.__struct_config__.tag for kind in AnyObservation.__args__]
    fields = {name for kind in AnyObservation.__args__ for name in kind.__struct_fields__} - {"at", "until", "again"}
    used = [
        *(f"{pattern.id}.title" for pattern in PATTERNS),
        *(f"console.patterns.mode.{mode}{part}" for mode in Mode for part in ("", ".hint")),
        *(f"console.patterns.case.{case}" for case in FLOOR),
        *(f"console.backtests.state.{state}" for state in BacktestState),
        *(f"console.checks.signal.{kind}" for kind in Kind),
        *(f"console.checks.told.{tag}" for tag in tags),
        *(f"console.checks.said.{name}" for name in fields),
        *(f"console.checks.reason.{reason}" for reason in (*Reason, *Ask, *Pressure)),
        *(f"console.checks.lacking.{lacking}" for lacking in Lacking),
        *(f"console.checks.why.{why}" for why in Why),
        *(f"console.checks.verdict.{verdict}" for verdict in Verdict),
        *(f"console.checks.unknown.{name}" for name in UNKNOWN),
        *(f"console.system.channel.{kind}" for kind in ChannelType),
        *(f"console.{name}.heading" for name in ("patterns", "versions", "backtests", "checks")),
    ]
    texts = texts_in(language)
    assert [text for text in used if not texts.has(text)] == []


def test_admins_see_what_did_not_get_through(log_in: LogIn) -> None:
    assert "Alarms that did not get through" in text_of(log_in(Role.ADMIN), "/console/system")
    assert "Alarms that did not get through" not in text_of(log_in(Role.PUBLISHER), "/console/system")


@pytest.mark.slow("a browser looks at six pages, twice")
def test_everybody_can_use_the_pages(
    browse: Callable[[Role], Page], address: str, services: Services, log_in: LogIn, check_id: str
) -> None:
    path = tried(log_in(Role.PUBLISHER), services, mode="off")
    page = browse(Role.ADMIN)
    paths = ["patterns", f"patterns/{TAKEOVER}", "patterns/versions", f"checks?check={check_id}", "backtests"]
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for one in [*paths, path.removeprefix("/console/"), f"{path.removeprefix('/console/')}/cases/article-fraud"]:
            page.goto(f"{address}{one}")
            assert page.locator("h1").count() == 1
            assert_usable(page)
    page.goto(f"{address}patterns")
    for name, score in HIGH.items():
        page.fill(f"#{name}", score)
    page.fill("#why", "high")
    page.click("main form button.primary")
    page.goto(f"{address}patterns/{NEEDED}")
    page.check("#mode-off")
    page.fill("#why", "trying")
    page.click("main form button.primary")
    assert "article-in-one-check" in page.locator("main [role=alert]").inner_text()
    assert_usable(page)
