"""What phones with fewer sensors would have told of the same hour."""

from typing import Any

import pytest

from guard_api.guardbench.cases import By, Case, Label, Sensors, Step, read_folder, shipped_cases
from guard_api.guardbench.sensors import seen_by

CALL = {"caller_number": "13900001234", "call_kind": "cellular", "caller_in_contacts": False}
OTHERS = [sensors for sensors in Sensors if sensors is not Sensors.FULL]


def left(sensors: Sensors, check: dict[str, Any], by: By = By.PHONE) -> dict[str, Any] | None:
    """Give what is left of a check, None: nothing is told."""
    case = Case("one", "One", Label.HARMLESS, "test", "made up", "CN", (Step(1, check, by),), 1)
    steps = seen_by(case, sensors).steps
    return steps[0].check if steps else None


@pytest.mark.parametrize("case", read_folder(shipped_cases())[::7], ids=lambda case: case.id)
def test_fewer_sensors_tell_no_more(case: Case) -> None:
    assert seen_by(case, Sensors.FULL) == case
    for sensors in OTHERS:
        seen = seen_by(case, sensors)
        sent = {step.minute: set(step.check) for step in case.steps}
        assert seen.sensors is sensors
        assert [step.by for step in seen.steps].count(By.PERSON) == [step.by for step in case.steps].count(By.PERSON)
        assert all(set(step.check) <= {"call_state"}.union(*sent.values()) for step in seen.steps)


@pytest.mark.parametrize("sensors", OTHERS)
def test_what_a_person_reports_is_sent_by_every_phone(sensors: Sensors) -> None:
    check = {"screen_share_active": True, "texts": ["..."], "moments": [{"kind": "code_received"}]}

    assert left(sensors, check, By.PERSON) == check


@pytest.mark.parametrize(
    ("check", "by_sensors"),
    [
        ({"screen_share_active": True, "screen_share_app": "a"}, "as_is - - -"),
        ({"moments": [{"kind": "code_received"}]}, "- as_is as_is -"),
        ({"moments": [{"kind": "money_out"}]}, "as_is as_is as_is -"),
        ({"foreground_app": "com.icbc"}, "as_is as_is as_is -"),
        ({"call_forwarding_changes": [{"enabled": True}]}, "as_is as_is - -"),
        ({"call_forwarding_changes": [{"code": "*#21#", "ussd_reply": "..."}]}, "as_is as_is as_is -"),
        ({"call_forwarding_changes": [{"code": "**21*1#"}]}, "as_is as_is as_is as_is"),
        ({"call_kind": "voip", "call_state": "active"}, "as_is as_is as_is as_is"),
        ({"reachability": {"calls_blocked_from": ["96110"]}}, "as_is as_is as_is -"),
        ({"installed_apps": ["com.zoom"]}, "as_is as_is as_is as_is"),
        ({**CALL, "call_state": "ended"}, "as_is as_is - -"),
        ({"links": ["2406578.top"]}, "as_is as_is as_is -"),
    ],
)
def test_what_each_reports(check: dict[str, Any], by_sensors: str) -> None:
    sent = [left(sensors, check) for sensors in OTHERS]

    assert sent == [check if word == "as_is" else None for word in by_sensors.split()]


def test_a_call_is_known_to_ring_and_no_more_below_api_31() -> None:
    answered = {**CALL, "call_state": "active", "caller_verification": "failed"}

    assert left(Sensors.API31, answered) == answered
    assert left(Sensors.API29, answered) == {**CALL, "call_state": "ringing"}
    assert left(Sensors.API29, {**CALL, "call_state": "active", "call_direction": "outgoing"}) == {
        **CALL,
        "call_state": "active",
        "call_direction": "outgoing",
    }


def test_who_may_not_read_contacts_is_not_notified_of_their_calls() -> None:
    contact = {**CALL, "call_state": "ringing", "caller_in_contacts": True, "contact_added_at": -9000}

    assert left(Sensors.API29, contact) == contact
    assert left(Sensors.NO_PERMISSIONS, contact) is None
    assert left(Sensors.NO_PERMISSIONS, {**CALL, "call_state": "ringing"}) == {
        "caller_number": "13900001234",
        "call_kind": "cellular",
        "call_state": "ringing",
    }


def test_of_withheld_calls_only_a_dialer_learns_more_than_that_somebody_calls() -> None:
    withheld = {**CALL, "caller_number": "", "call_state": "active"}

    assert left(Sensors.FULL, withheld) == withheld
    assert left(Sensors.API35, withheld) == {"call_kind": "cellular", "call_state": "active"}


def test_from_where_an_app_came_is_known_as_far_as_android_knows() -> None:
    app = {"package": "a", "label": "A", "source": "downloaded_file", "installer": "b", "gained": ["overlay"]}
    less = {name: value for name, value in app.items() if name != "source"}

    assert left(Sensors.API35, {"installed_apps": [app]}) == {"installed_apps": [app]}
    assert left(Sensors.API31, {"installed_apps": [app, "c"]}) == {"installed_apps": [less, "c"]}


def test_what_is_quiet_is_known_without_permissions() -> None:
    seen = left(Sensors.NO_PERMISSIONS, {"reachability": {"do_not_disturb": True, "calls_blocked_from": []}})

    assert seen == {"reachability": {"do_not_disturb": True}}
