"""An admin tries a policy before it counts: asked for, done by another process, and told case by case."""

from dataclasses import replace

import pytest

from guard_api.actions.tuning.backtest import run_queued, start_waiting
from guard_api.errors import GuardError
from guard_api.ports import Scope, Services
from guard_api.presenters.tuning import report_written
from guard_api.web.app import create_app
from tests.support.clock import NOON
from tests.support.phones import TestPhone

PATH = "/v1/admin/backtests"


class Counting:
    """Starts no process, and counts how often it was to."""

    def __init__(self) -> None:
        self.started = 0

    def start(self) -> None:
        self.started += 1


@pytest.fixture
def waiting(services: Services) -> Services:
    return replace(services, backtest_runner=Counting())


@pytest.fixture
def admin(waiting: Services) -> TestPhone:
    return TestPhone(create_app(waiting).test_client(), waiting.keys.create(Scope.ADMIN, "Ann", NOON)[1])


def test_what_is_requested_is_done_and_changes_nothing(admin: TestPhone, waiting: Services) -> None:
    tried = {"patterns": {"account_takeover": {"mode": "off"}}, "thresholds": {"critical": 100}}
    answer = admin.post(tried, f"{PATH}?why=trying")
    assert answer.status_code == 202
    assert (answer.json["state"], answer.json["result"], answer.json["why"]) == ("queued", None, "trying")
    start_waiting(waiting)
    assert waiting.backtest_runner.started == 2  # type: ignore[attr-defined] # it counts
    run_queued(waiting, tuple, report_written)
    done = admin.get(f"{PATH}/{answer.json['id']}").json
    assert (done["state"], done["result"]["cases"]) == ("done", 3)
    assert done["policy"]["thresholds"]["critical"] == 100
    assert {"pattern": "account_takeover", "before": 1, "after": 0} in done["result"]["patterns"]
    assert [one["id"] for one in done["result"]["changed"]] == ["article-fraud"]
    assert admin.get(PATH).json["backtests"] == [done]
    assert admin.get("/v1/admin/policy").json["version"] == 0


def test_what_cannot_be_is_refused_and_named(admin: TestPhone) -> None:
    for body, field in (
        ({"patterns": {"nothing": {"mode": "off"}}}, "nothing"),
        ({"patterns": {"fraud_link": {"weight": 101}}}, "patterns.fraud_link.value.weight"),
        ({"thresholds": {"notice": 90}}, "thresholds"),
        ({"policy": {}}, "policy"),
        ({"patterns": []}, "patterns"),
    ):
        refused = admin.post(body, PATH)
        assert (refused.status_code, [*refused.json["errors"]]) == (422, [field])
    assert admin.get(f"{PATH}/none").status_code == 404
    assert admin.get(PATH).json["backtests"] == []


def test_one_that_fails_explains_why(admin: TestPhone, waiting: Services) -> None:
    name = admin.post({}, PATH).json["id"]

    def broken() -> tuple[()]:
        raise GuardError("the cases cannot be read")

    run_queued(waiting, broken, report_written)
    failed = admin.get(f"{PATH}/{name}").json
    assert (failed["state"], failed["reason"], failed["result"]) == ("failed", "the cases cannot be read", None)
