"""Phones are linked by consent of both, and either of them can end it."""

from datetime import timedelta
from typing import Any

import pytest

from guard_api.ports import Services
from guard_api.ports.circle.links import WarnAt
from tests.circle.conftest import Phones
from tests.support.clients.circles import CALLED, FRAUD, OVER, Phone
from tests.support.clock import Clock
from tests.support.phones import TestPhone


def invite(phone: Phone, **details: object) -> Any:
    return phone.post({"label": "Mother", **details}, "/v1/circle/invitations")


def accept(phone: Phone, code: str) -> Any:
    return phone.post({"code": code, "label": "Li Wei"}, "/v1/circle/memberships")


def test_both_sides_see_the_link_and_neither_learns_more_of_the_other_than_a_name(
    mother: Phone, daughter: Phone
) -> None:
    [guardian] = mother.get("/v1/circle").json["guardians"]
    [protected] = daughter.get("/v1/circle").json["protects"]
    assert guardian["label"] == "Li Wei"
    assert protected["label"] == "Mother"
    assert guardian["id"] == protected["id"]
    assert daughter.get("/v1/circle").json["guardians"] == []


def test_a_code_is_good_for_one_guardian_and_for_a_quarter_of_an_hour(
    mother: Phone, phones: Phones, clock: Clock
) -> None:
    code = invite(mother).json["code"]
    assert accept(phones("one"), code.lower().replace("-", " ")).status_code == 201
    assert accept(phones("two"), code).status_code == 403
    late = invite(mother).json["code"]
    clock.pass_(minutes=15)
    assert accept(phones("three"), late).status_code == 403


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC-DDDD", "\u5341", "'; DROP TABLE circle_link"])
def test_a_wrong_code_opens_nothing(mother: Phone, code: str) -> None:
    assert accept(mother, code).status_code == 403


def test_an_enrolment_code_is_no_invitation(services: Services, mother: Phone, clock: Clock) -> None:
    assert accept(mother, services.keys.create_code(1, clock() + timedelta(days=1)).code).status_code == 403


def test_nobody_guards_himself_and_that_uses_nothing_up(mother: Phone, phones: Phones) -> None:
    code = invite(mother).json["code"]
    assert accept(mother, code).status_code == 409
    assert accept(phones("daughter"), code).status_code == 201


def test_five_guardians_are_the_most_and_none_is_it_twice(mother: Phone, phones: Phones) -> None:
    guardians = [phones(str(number)) for number in range(6)]
    for guardian in guardians[:5]:
        guardian.joins(mother)
    assert accept(guardians[5], invite(mother).json["code"]).status_code == 409
    assert accept(guardians[0], invite(mother).json["code"]).status_code == 409
    assert len(mother.get("/v1/circle").json["guardians"]) == 5


def test_a_guardian_may_protect_many(phones: Phones) -> None:
    guardian = phones("guardian")
    for number in range(7):
        guardian.joins(phones(f"person {number}"))
    assert len(guardian.get("/v1/circle").json["protects"]) == 7


@pytest.mark.parametrize("side", ["guardians", "protects"])
def test_either_side_ends_a_link_at_once(mother: Phone, daughter: Phone, side: str) -> None:
    phone, other = (mother, daughter) if side == "guardians" else (daughter, mother)
    [link] = phone.get("/v1/circle").json[side]
    assert other.delete(f"/v1/circle/{side}/{link['id']}").status_code == 404
    assert phone.delete(f"/v1/circle/{side}/{link['id']}").status_code == 204
    assert mother.get("/v1/circle").json["guardians"] == daughter.get("/v1/circle").json["protects"] == []
    assert phone.delete(f"/v1/circle/{side}/{link['id']}").status_code == 404
    mother.check(**FRAUD)
    assert daughter.alerts() == []


@pytest.mark.parametrize("side", ["guardians", "protects"])
def test_amid_an_alarm_a_link_ends_a_day_later_and_guardians_are_notified_of_it(  # noqa: PLR0913, PLR0917 - fixtures
    mother: Phone, daughter: Phone, phones: Phones, services: Services, clock: Clock, side: str
) -> None:
    phones("son").joins(mother, label="Li Qiang")
    mother.check(**FRAUD)
    phone = mother if side == "guardians" else daughter
    link = next(one for one in phone.get("/v1/circle").json[side] if one["label"] in {"Li Wei", "Mother"})
    before = daughter.get("/v1/alerts").json["next"]
    answer = phone.delete(f"/v1/circle/{side}/{link['id']}")
    assert answer.status_code == 202
    assert answer.json == {"effective_at": "2026-11-23T12:00:00Z"}
    [alert] = daughter.alerts(before)
    assert alert["leaving_at"] == "2026-11-23T12:00:00Z"
    assert "fraudsters ask for that" in alert["advice"][-1]
    # Asked again, it comes no later.
    clock.pass_(hours=1)
    assert phone.delete(f"/v1/circle/{side}/{link['id']}").json == {"effective_at": "2026-11-23T12:00:00Z"}
    assert len(mother.get("/v1/circle").json["guardians"]) == 2
    clock.pass_(hours=23)
    services.links.tidy(clock())
    assert [one["label"] for one in mother.get("/v1/circle").json["guardians"]] == ["Li Qiang"]
    assert daughter.alerts() == []


@pytest.mark.parametrize("seen", [FRAUD, CALLED, {"caller_number": "13912345678", "call_state": "active"}])
def test_nobody_is_invited_and_nothing_muted_while_a_stranger_is_there(
    mother: Phone, seen: dict[str, object], clock: Clock
) -> None:
    mother.check(**seen)
    clock.pass_(minutes=3)
    assert invite(mother).status_code == 409
    until = (clock() + timedelta(hours=2)).isoformat()
    assert mother.patch("/v1/circle", {"muted_until": until}).status_code == 409
    mother.check(**OVER)
    clock.pass_(hours=3)
    assert invite(mother).status_code == 201


def test_a_contact_on_the_line_keeps_nobody_from_inviting(mother: Phone) -> None:
    mother.check(caller_number="13611112222", call_state="active", caller_in_contacts=True)
    assert invite(mother).status_code == 201


@pytest.mark.parametrize(
    "label", ["", "  ", "+86 139 1234 5678", "1 3 9 1 2", "\uff11\uff12\uff13\uff14\uff15", "x" * 41, "a\nb"]
)
def test_a_name_is_a_name(mother: Phone, label: str) -> None:
    assert invite(mother, label=label).status_code == 422
    assert mother.post({"code": "x", "label": label}, "/v1/circle/memberships").status_code == 422


def test_the_qr_code_names_the_server_and_holds_all_codes(mother: Phone) -> None:
    made = invite(mother, enrolment_code="AAAA-BBBB").json
    code = made["code"]
    assert made["url"] == f"guard-api://join?server=http%3A%2F%2Flocalhost&enrol=AAAA-BBBB&invite={code}"


def test_an_admins_code_comes_as_a_qr_code_too(admin: TestPhone) -> None:
    made = admin.post({"uses": 2}, "/v1/admin/enrolment-codes").json
    assert made["url"] == f"guard-api://join?server=http%3A%2F%2Flocalhost&enrol={made['code']}"


def test_an_alarm_is_muted_for_a_day_at_most_and_the_guardian_sees_that(
    mother: Phone, daughter: Phone, clock: Clock
) -> None:
    tomorrow = (clock() + timedelta(days=1)).isoformat()
    assert mother.patch("/v1/circle", {"muted_until": tomorrow}).json["muted_until"] == "2026-11-23T12:00:00Z"
    assert daughter.get("/v1/circle").json["protects"][0]["muted_until"] == "2026-11-23T12:00:00Z"
    assert mother.check(**FRAUD)["circle"] is None
    assert daughter.alerts() == []
    clock.pass_(days=1)
    assert mother.check(**FRAUD)["circle"]["told"] == 1
    assert len(daughter.alerts()) == 1


def test_a_mute_can_be_taken_back(mother: Phone, daughter: Phone, clock: Clock) -> None:
    mother.patch("/v1/circle", {"muted_until": (clock() + timedelta(hours=1)).isoformat()})
    assert mother.patch("/v1/circle", {"muted_until": None}).json["muted_until"] is None
    assert mother.check(**FRAUD)["circle"]["told"] == 1


@pytest.mark.parametrize("span", [timedelta(0), timedelta(days=-1), timedelta(days=1, seconds=1)])
def test_a_mute_of_another_length_is_refused(mother: Phone, clock: Clock, span: timedelta) -> None:
    assert mother.patch("/v1/circle", {"muted_until": (clock() + span).isoformat()}).status_code == 422


def test_a_revoked_key_ends_its_links_on_both_sides(
    mother: Phone, daughter: Phone, phones: Phones, services: Services, clock: Clock
) -> None:
    grandmother = phones("grandmother")
    mother.joins(grandmother)
    services.keys.revoke(mother.key_id, clock())
    assert daughter.get("/v1/circle").json["protects"] == []
    assert grandmother.get("/v1/circle").json["guardians"] == []
    assert grandmother.check(**FRAUD)["circle"] is None


def test_a_guardian_whose_key_is_revoked_amid_an_alarm_is_notified_no_more(
    mother: Phone, daughter: Phone, services: Services, clock: Clock
) -> None:
    mother.check(**FRAUD)
    services.keys.revoke(daughter.key_id, clock())
    assert services.alerts.stream("daughter", "", 10) == []
    assert mother.check()["circle"]["told"] == 0


def test_a_phone_that_is_forgotten_leaves_nothing_of_its_circle(
    mother: Phone, daughter: Phone, services: Services, clock: Clock
) -> None:
    mother.check(**FRAUD)
    mother.check(**OVER)
    clock.pass_(hours=7)
    mother.check()
    assert daughter.alerts()[0]["over"]
    assert mother.delete("/v1/devices/me").status_code == 204
    assert daughter.get("/v1/circle").json["protects"] == []
    assert daughter.alerts() == []


def test_who_is_forgotten_amid_an_alarm_takes_it_away_from_nobody(
    mother: Phone, daughter: Phone, services: Services, clock: Clock
) -> None:
    mother.check(**FRAUD)
    before = daughter.get("/v1/alerts").json["next"]
    assert mother.delete("/v1/devices/me").status_code == 204
    [alert] = daughter.alerts(before)
    assert alert["who"] == "Mother"
    assert not alert["over"]
    assert daughter.get("/v1/circle").json["protects"] == []
    clock.pass_(days=1)
    services.links.tidy(clock())
    assert daughter.alerts() == []


def test_invitations_pile_up_to_ten(services: Services, clock: Clock, mother: Phone) -> None:
    for _ in range(10):
        services.links.invite("mother", "Mother", WarnAt.CRITICAL, clock(), clock() + timedelta(minutes=15))
    assert invite(mother).status_code == 409
