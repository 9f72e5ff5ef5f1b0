"""A person says what a warning was: it rests, it is kept with consent, and it is withdrawn."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from guard_api.ports import Device, Scope, Services
from guard_api.ports.phones.feedback import Verdict
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import BANK, CALL, EMPTY, FORWARD, HANG_UP, SHARE, SPOOFED, Step, play, shown

VERDICTS = [verdict.value for verdict in Verdict]


def say(phone: TestPhone, answer: Any, verdict: str, **more: object) -> int:
    sent = phone.post({"verdict": verdict, **more}, f"/v1/checks/{answer['check_id']}/feedback")
    status: int = sent.status_code
    return status


def withdraw(phone: TestPhone, answer: Any) -> int:
    headers = {"Authorization": f"Bearer {phone.key}"}
    status: int = phone.client.delete(f"/v1/checks/{answer['check_id']}/feedback", headers=headers).status_code
    return status


@pytest.fixture
def other(client: FlaskClient, services: Services, clock: Clock) -> TestPhone:
    return TestPhone(client, services.keys.create(Scope.DEVICE, "", clock(), Device("other", "CN"))[1])


def kept(services: Services) -> list[Any]:
    return [*services.feedback.recordings()]


def test_what_is_fine_is_not_warned_of_again_until_there_is_more(
    phone: TestPhone, admin: TestPhone, clock: Clock
) -> None:
    *_, warned = play(phone, clock, [(0, CALL), (3, SHARE)])
    assert say(phone, warned, "fine") == 204
    again, later, more = play(phone, clock, [(4, EMPTY), (9, SHARE), (12, BANK)])
    assert [(one["level"], one["score"], one["warnings"]) for one in (again, later)] == [("none", 0, [])] * 2
    assert more["level"] == "critical"
    explained = admin.get(f"/v1/admin/checks/{again['check_id']}").json
    assert [(one["pattern"], one["why"]) for one in explained["unshown"] if one["by"] is None] == [
        ("screen_share_with_stranger", "quiet")
    ]
    assert admin.get(f"/v1/admin/checks/{warned['check_id']}").json["level"] == "warning"


def test_the_next_episode_is_warned_of_anew(phone: TestPhone, clock: Clock) -> None:
    *_, warned = play(phone, clock, [(0, CALL), (3, SHARE)])
    say(phone, warned, "fine")
    *_, ended = play(phone, clock, [(6, HANG_UP), (7, {"screen_share_active": False})])
    *_, anew = play(phone, clock, [(70, {"caller_number": "13912340000", "call_state": "active"}), (73, SHARE)])
    assert (ended["level"], anew["level"]) == ("none", "warning")


def test_what_is_critical_stays_and_so_does_what_follows_of_it(phone: TestPhone, clock: Clock) -> None:
    *_, critical = play(phone, clock, [(0, SPOOFED), (3, SHARE), (5, BANK)])
    assert critical["level"] == "critical"
    assert say(phone, critical, "fine") == 204
    after, *_ = play(phone, clock, [(6, EMPTY)])
    assert after["level"] == "critical"


def test_a_warning_that_was_fine_does_not_lower_what_became_critical(phone: TestPhone, clock: Clock) -> None:
    _, warned, critical = play(phone, clock, [(0, CALL), (3, SHARE), (5, BANK)])
    assert say(phone, warned, "fine") == 204
    assert play(phone, clock, [(6, EMPTY)])[0]["level"] == critical["level"] == "critical"


def test_forwarding_never_rests(phone: TestPhone, clock: Clock) -> None:
    conditional = {"call_forwarding_changes": [{"code": "**61*13800138000#"}]}
    *_, warned = play(phone, clock, [(0, CALL), (3, conditional)])
    assert warned["level"] in {"notice", "warning"}
    say(phone, warned, "fine")
    again, *_ = play(phone, clock, [(4, EMPTY)])
    assert (again["level"], shown(again)) == (warned["level"], shown(warned))


def test_who_takes_it_back_is_warned_again_and_fine_twice_is_no_more(phone: TestPhone, clock: Clock) -> None:
    *_, warned = play(phone, clock, [(0, CALL), (3, SHARE)])
    say(phone, warned, "fine")
    quiet, *_ = play(phone, clock, [(4, EMPTY)])
    assert say(phone, quiet, "fine") == 204
    assert play(phone, clock, [(5, EMPTY)])[0]["level"] == "none"
    assert say(phone, warned, "fraud") == 204
    assert play(phone, clock, [(6, EMPTY)])[0]["level"] == "warning"


@pytest.mark.parametrize("verdict", VERDICTS)
def test_nobody_speaks_for_another_phone(verdict: str, phone: TestPhone, other: TestPhone, clock: Clock) -> None:
    *_, warned = play(phone, clock, [(0, CALL), (3, SHARE)])
    assert say(other, warned, verdict) == withdraw(other, warned) == 404
    for junk in ("x", "%00", "0" * 16 + "-1-1-1", warned["check_id"][:-1] + "g", "a" * 3000):
        assert say(phone, {"check_id": junk}, verdict) == 404
    assert play(phone, clock, [(4, EMPTY)])[0]["level"] == "warning"


def test_bodies_are_read_strictly(phone: TestPhone, clock: Clock) -> None:
    answer, *_ = play(phone, clock, [(0, CALL)])
    path = f"/v1/checks/{answer['check_id']}/feedback"
    wrongs: list[object] = [{}, {"verdict": "good"}, {"verdict": None}, {"verdict": "fine", "consent": "yes"}, [], 3]
    for wrong in wrongs:
        assert phone.post(wrong, path).status_code == 422
    assert phone.post(b"{", path).status_code == 400
    assert phone.post({"verdict": "unsure", "consent": None, "later": 1}, path).status_code == 204


def test_without_consent_no_timeline_is_kept_and_with_it_nothing_that_names_anybody(
    phone: TestPhone, services: Services, clock: Clock
) -> None:
    steps: list[Step] = [
        (0, {**SPOOFED, "claimed_identity": "京东客服"}),
        (2, {"installed_apps": [{"package": "cn.secret.name", "source": "downloaded_file"}]}),
        (3, {**SHARE, "links": ["https://2406578.top/secret"], "texts": ["把钱转到安全账户 6222020200112233"]}),
        (5, BANK),
        (7, FORWARD),
    ]
    *_, critical = play(phone, clock, steps)
    assert say(phone, critical, "fraud") == 204
    assert kept(services) == []
    assert say(phone, critical, "fraud", consent=True) == 204
    [case] = kept(services)
    written = repr(case)
    for secret in ("95118", "13800138000", "2406578", "secret", "6222", "2026", critical["check_id"]):
        assert secret not in written, secret
    assert {"jd", "com.icbc", "com.tencent.wemeet.app"} <= {
        word.strip("',()") for word in written.replace("=", " ").split()
    }
    assert case.fraud is True
    assert say(phone, critical, "fraud", consent=False) == 204
    assert kept(services) == []


def test_feedback_is_withdrawn_explained_and_forgotten(
    phone: TestPhone, admin: TestPhone, services: Services, clock: Clock
) -> None:
    *_, first = play(phone, clock, [(0, CALL), (3, SHARE)])
    say(phone, first, "fraud", consent=True)
    clock.pass_(hours=3)
    explained = admin.get(f"/v1/admin/checks/{first['check_id']}").json
    assert (explained["level"], explained["feedback"]["verdict"], explained["feedback"]["kept"]) == (
        "warning",
        "fraud",
        True,
    )
    assert [one["pattern"] for one in explained["matches"]] == ["screen_share_with_stranger"]
    assert say(phone, first, "unsure") == 204
    explained = admin.get(f"/v1/admin/checks/{first['check_id']}").json
    assert (explained["timeline"], explained["level"], explained["feedback"]["kept"]) == (None, "warning", False)
    assert say(phone, first, "unsure", consent=True) == 204
    assert kept(services) == []
    assert (withdraw(phone, first), withdraw(phone, first)) == (204, 404)
    assert admin.get(f"/v1/admin/checks/{first['check_id']}").status_code == 404
    assert say(phone, first, "fine") == 404
