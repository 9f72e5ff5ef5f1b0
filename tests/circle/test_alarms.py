"""An alarm: one an episode, in words that help, and without anything that could be a number."""

import json
import re

import pytest

from guard_api.actions.circle.alarm import catch_up, look_after_open
from guard_api.errors import StoreUnavailable
from guard_api.ports import Services
from tests.circle.conftest import Phones
from tests.support.clients.circles import CALLED, FRAUD, OVER, SHARED, Phone
from tests.support.clock import Clock

FIVE_DIGITS = re.compile(r"\d{5}")


def test_the_guardian_learns_who_is_in_danger_and_what_to_do_and_nothing_else(mother: Phone, daughter: Phone) -> None:
    answer = mother.check(**FRAUD)
    assert answer["circle"] == {
        "told": 1,
        "seen": 0,
        "seen_by": [],
        "reply": None,
        "text": "Li Wei has been told.",
    }
    response = daughter.get("/v1/alerts")
    [alert] = response.json["alerts"]
    assert (alert["who"], alert["level"], alert["diverted"], alert["over"]) == ("Mother", "critical", True, False)
    assert alert["advice"][0].startswith("Do not ring that number")
    assert "110" in alert["advice"][-1]
    assert FIVE_DIGITS.search(response.text) is None
    for word in ("0095118", "95118", "13800138000", "**21", "jd", "JD.com"):
        assert word not in response.text


def test_who_can_still_be_reached_is_to_be_rung(mother: Phone, daughter: Phone) -> None:
    mother.check(**SHARED)
    [alert] = daughter.alerts()
    assert not alert["diverted"]
    assert alert["advice"][0].startswith("Ring Mother now")


def test_both_languages(mother: Phone, daughter: Phone) -> None:
    mother.check(**FRAUD)
    daughter.language = "zh-CN"
    [alert] = daughter.alerts()
    assert alert["title"] == "Mother的来电被转走了"
    assert "110" in alert["advice"][2]


def test_a_warning_notifies_those_who_are_to_hear_of_warnings(mother: Phone, phones: Phones) -> None:
    early, late = phones("early"), phones("late")
    early.joins(mother, warn_at="warning", label="Early")
    late.joins(mother, label="Late")
    assert mother.check(**CALLED)["circle"]["text"] == "Early has been told."
    assert [one["level"] for one in early.alerts()] == ["warning"]
    assert late.alerts() == []
    assert mother.check(**SHARED)["circle"]["told"] == 2
    [first], [second] = early.alerts(), late.alerts()
    assert first["level"] == second["level"] == "critical"
    assert first["id"] == second["id"]


def test_one_event_an_episode_which_whatever_comes_brings_up_to_date(
    mother: Phone, daughter: Phone, clock: Clock
) -> None:
    mother.check(**SHARED)
    [first] = daughter.alerts()
    for _ in range(5):
        clock.pass_(minutes=2)
        mother.check(**SHARED)
    assert daughter.alerts() == [first]
    mother.check(**FRAUD)
    [diverted] = daughter.alerts()
    assert diverted["id"] == first["id"]
    assert (first["diverted"], diverted["diverted"]) == (False, True)
    assert diverted["updated_at"] > first["updated_at"]


def test_it_is_over_when_the_line_is_back_and_nothing_goes_on(
    mother: Phone, daughter: Phone, services: Services, clock: Clock
) -> None:
    mother.check(**FRAUD)
    clock.pass_(minutes=5)
    mother.check(call_state="ended", screen_share_active=False)
    clock.pass_(hours=7)
    look_after_open(services)
    assert not daughter.alerts()[0]["over"], "calls are diverted still"
    mother.check(call_forwarding_changes=[{"code": "##002#"}])
    clock.pass_(minutes=31)
    look_after_open(services)
    [alert] = daughter.alerts()
    assert alert["over"]
    assert alert["title"] == "No more signs on the phone of Mother"
    assert mother.check()["circle"] is None


def test_a_phone_that_falls_silent_is_not_taken_for_safe(
    mother: Phone, daughter: Phone, services: Services, clock: Clock
) -> None:
    mother.check(**SHARED)
    clock.pass_(hours=5)
    look_after_open(services)
    assert not daughter.alerts()[0]["over"]
    clock.pass_(hours=1)
    look_after_open(services)
    assert daughter.alerts()[0]["over"]


def test_what_begins_again_within_the_episode_is_the_same_alarm(
    mother: Phone, daughter: Phone, services: Services, clock: Clock
) -> None:
    mother.check(**FRAUD)
    clock.pass_(minutes=5)
    mother.check(**OVER)
    clock.pass_(hours=3)
    look_after_open(services)
    [over] = daughter.alerts()
    assert over["over"]
    mother.check(**FRAUD)
    [again] = daughter.alerts()
    assert (again["id"], again["over"]) == (over["id"], False)
    mother.check(**OVER)
    clock.pass_(hours=12)
    look_after_open(services)
    mother.check(**FRAUD)
    assert len({one["id"] for one in daughter.alerts()}) == 2


def test_the_same_request_again_makes_nothing_new(
    mother: Phone, daughter: Phone, services: Services, clock: Clock
) -> None:
    mother.check(**FRAUD, request_id="one")
    [alert] = daughter.alerts()
    mother.check(**FRAUD, request_id="one")
    assert daughter.alerts() == [alert]
    mother.check(**OVER)
    clock.pass_(minutes=90)
    look_after_open(services)
    [over] = daughter.alerts()
    mother.check(**FRAUD, request_id="one")
    assert daughter.alerts() == [over]


def test_two_guardians_are_notified_and_one_replies(mother: Phone, daughter: Phone, phones: Phones) -> None:
    son = phones("son")
    son.joins(mother, label="Li Qiang")
    assert mother.check(**FRAUD)["circle"]["text"] == "Li Qiang and Li Wei have been told."
    name = daughter.alerts()[0]["id"]
    assert daughter.post({"reply": "on_my_way"}, f"/v1/alerts/{name}/seen").status_code == 204
    assert mother.check()["circle"] == {
        "told": 2,
        "seen": 1,
        "seen_by": ["Li Wei"],
        "reply": "on_my_way",
        "text": "Li Wei has seen it and is on the way.",
    }
    mother.language = "zh-CN"
    assert mother.check()["circle"]["text"] == "Li Wei已经看到了，正在赶来。"
    son.post({"reply": "police_called"}, f"/v1/alerts/{name}/seen")
    assert mother.check()["circle"]["reply"] == "police_called"
    assert [one["id"] for one in son.alerts()] == [name]


@pytest.mark.parametrize("alert_id", ["", "nothing", "a" * 20])
def test_an_alert_of_nobody_is_not_found(daughter: Phone, alert_id: str) -> None:
    assert daughter.post({"reply": "seen"}, f"/v1/alerts/{alert_id}/seen").status_code == 404


def test_an_alert_of_somebody_else_is_not_found(mother: Phone, daughter: Phone, phones: Phones) -> None:
    mother.check(**FRAUD)
    name = daughter.alerts()[0]["id"]
    for stranger in (phones("stranger"), mother):
        assert stranger.post({"reply": "seen"}, f"/v1/alerts/{name}/seen").status_code == 404
        assert stranger.alerts() == []


def test_a_place_that_nobody_knows_is_the_beginning(mother: Phone, daughter: Phone) -> None:
    mother.check(**FRAUD)
    [alert] = daughter.alerts()
    assert daughter.alerts(alert["id"]) == []
    for after in ("v" * 12, "0", "-1", "%00", "nothing"):
        assert daughter.alerts(after) == [alert], after
    assert daughter.get("/v1/alerts?after=" + "g" * 65).status_code == 422
    assert daughter.get("/v1/alerts?wait=26").status_code == 422


def test_events_of_a_server_go_on_where_the_last_one_was(mother: Phone, daughter: Phone) -> None:
    mother.check(**FRAUD)
    headers = {"Authorization": f"Bearer {daughter.key}", "Accept": "text/event-stream"}
    stream = daughter.client.get("/v1/alerts", headers=headers)
    assert stream.mimetype == "text/event-stream"
    place, kind, data, *rest = stream.text.split("\n")
    assert kind == "event: alert"
    assert json.loads(data.removeprefix("data: ")) == daughter.alerts()[0]
    assert rest == ["", ""]
    assert daughter.alerts(place.removeprefix("id: ")) == []


def test_who_dies_between_the_check_and_the_alarm_has_others_tell_it(
    mother: Phone, daughter: Phone, services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("guard_api.actions.checks.check_call.follow", die)
        with pytest.raises(KeyboardInterrupt):
            mother.check(**FRAUD)
    assert daughter.alerts() == []
    clock.pass_(seconds=3)
    catch_up(services)
    catch_up(services)
    [alert] = daughter.alerts()
    assert alert["since"] == "2026-11-22T12:00:00Z"


def test_what_a_phone_reported_before_it_was_linked_notifies_nobody(
    mother: Phone, phones: Phones, services: Services, clock: Clock
) -> None:
    mother.check(**SHARED)
    mother.check(**OVER)
    clock.pass_(minutes=119)
    phones("daughter").joins(mother)
    catch_up(services)
    assert services.alerts.stream("daughter", "", 10) == []


def test_an_alarm_that_cannot_be_written_notifies_later_and_the_check_is_answered(
    mother: Phone, daughter: Phone, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreUnavailable("it is full")

    with monkeypatch.context() as patched:
        patched.setattr(type(services.alerts), "change", fail)
        assert mother.check(**FRAUD)["level"] == "critical"
        look_after_open(services)
    assert daughter.alerts() == []
    look_after_open(services)
    assert len(daughter.alerts()) == 1


def test_nobody_has_a_history(mother: Phone, daughter: Phone, services: Services, clock: Clock) -> None:
    mother.check(**SHARED)
    clock.pass_(hours=8)
    look_after_open(services)
    assert daughter.alerts()[0]["over"]
    clock.pass_(hours=25)
    services.links.tidy(clock())
    assert daughter.alerts() == []
