"""An admin sees why somebody was warned, as it was when the answer was given."""

from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from guard_api.actions.checks.check_ids import CheckId, check_id_of, read_check_id
from guard_api.ports import Scope, Services
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    CALL,
    DAUGHTER,
    EMPTY,
    FORWARD,
    HANG_UP,
    INSTALL,
    JD_CLAIM,
    RING,
    SHARE,
    SPOOFED,
    STOP_SHARE,
    UNDO,
    Seen,
    dial,
    link,
    play,
    report,
    text,
)

STEPS: list[Seen] = [
    *(BANK, CALL, DAUGHTER, EMPTY, FORWARD, HANG_UP, INSTALL, JD_CLAIM, RING, SHARE, SPOOFED, STOP_SHARE, UNDO),
    *(link("2406578.top"), report(enabled=True), report(enabled=False), dial("*33*0000#"), text("请把钱转到安全账户")),
]


def explain(admin: TestPhone, check_id: str) -> Any:
    answer = admin.get(f"/v1/admin/checks/{quote(check_id)}")
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.fixture
def reader(client: FlaskClient, services: Services, clock: Clock) -> TestPhone:
    return TestPhone(client, services.keys.create(Scope.ADMIN_READ, "", clock())[1])


def test_a_name_holds_when_it_was_and_nothing_else_is_one() -> None:
    name = check_id_of("phone", NOON, NOON - timedelta(microseconds=7), 100)
    read = read_check_id(name)
    assert read == CheckId(name[:16], NOON, NOON - timedelta(microseconds=7), 100)
    for junk in ("", "x", name[:-1] + "g", f"{name}-1", f"{'0' * 16}-{'f' * 15}-1-1", "\x00"):
        assert read_check_id(junk) is None


def test_evidence_near_misses_and_what_was_absorbed_are_all_there(
    phone: TestPhone, admin: TestPhone, clock: Clock
) -> None:
    answers = play(phone, clock, [(0, {**SPOOFED, **JD_CLAIM}), (3, SHARE), (5, link("2406578.top")), (9, BANK)])
    explained = explain(admin, answers[-1]["check_id"])

    assert [(one["pattern"], one["level"]) for one in explained["matches"]] == [
        (one["pattern"], one["level"]) for one in answers[-1]["warnings"]
    ]
    assert {"spoofed_official_call", "screen_share_with_stranger"} & {one["pattern"] for one in explained["unshown"]}
    assert {(one["why"], bool(one["by"])) for one in explained["unshown"]} == {("absorbed", True)}
    missed = {one["pattern"]: one for one in explained["near_misses"]}
    assert missed["forwarding_with_screen_share"]["lacking"] == "sign"
    assert "forwarding_switched_on" in missed["forwarding_with_screen_share"]["missing"]
    assert [one["what"] for one in explained["timeline"]] == ["call", "claim", "share", "link", "front"]
    assert explained["links"][0]["registrable_domain"] == "2406578.top"
    assert explained["links"][0]["reasons"]
    assert explained["unknown"] == ["forwarding"]
    assert (explained["policy"], explained["policy_now"]) == (answers[-1]["policy"],) * 2
    assert all(one["since"] <= explained["as_of"] for match in explained["matches"] for one in match["evidence"])


def test_what_came_later_is_not_in_it(phone: TestPhone, admin: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, [(0, CALL), (3, SHARE), (6, FORWARD), (8, HANG_UP)])
    levels = [explain(admin, one["check_id"])["level"] for one in answers]
    assert levels == [one["level"] for one in answers] == ["none", "warning", "critical", "critical"]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_reported_the_explanation_is_of_the_answer(
    seed: int, phone: TestPhone, admin: TestPhone, clock: Clock
) -> None:
    chosen = Random(seed)  # noqa: S311 - no secret
    minutes = sorted(chosen.sample(range(110), 14))
    answers = play(phone, clock, [(minute, chosen.choice(STEPS)) for minute in minutes])
    others = 0
    for answer in answers:
        explained = explain(admin, answer["check_id"])
        assert explained["answered_score"] == answer["score"]
        assert explained["exact"] is (explained["score"] == answer["score"])
        shown = [one["pattern"] for one in explained["matches"]]
        others += (explained["level"], shown) != (answer["level"], [one["pattern"] for one in answer["warnings"]])
    # Of what was told again within half an hour, nobody knows by now whether it had been by then.
    assert others <= 1
