"""What to do, as buttons: cut the caller off, undo what he had done, then bank and police before whoever he plays."""

from typing import Any

import pytest

from tests.support.phones import TestPhone

SHARE = {"screen_share_active": True}
FORWARD = {"call_forwarding_changes": [{"code": "**21*13800138000#"}]}
SPOOFED = {"caller_number": "0095118", "call_state": "active"}


def buttons(answer: Any) -> list[str]:
    return [
        " ".join([action["type"], *(action[k] for k in ("code", "number") if k in action)])
        for action in answer["actions"]
    ]


@pytest.mark.parametrize(
    ("seen", "steps"),
    [
        ({}, []),
        ({"caller_number": "13912345678"}, []),
        ({"caller_number": "+8695588", "call_state": "ringing"}, ["do_not_answer", "call 95588"]),
        (SPOOFED, ["hang_up", "call 95118", "call 96110"]),
        (
            {**SPOOFED, **SHARE},
            ["hang_up", "lock_screen", "stop_screen_share", "call 110", "call 96110", "call 95118"],
        ),
        (
            {**SPOOFED, **SHARE, **FORWARD},
            ["hang_up", "stop_screen_share", "dial ##002#", "dial *720", "call 110", "call 96110", "call 95118"],
        ),
        ({"caller_number": "13912345678", **SHARE}, ["hang_up", "lock_screen", "stop_screen_share", "call 96110"]),
        ({"caller_number": "0096110", "call_state": "active"}, ["hang_up", "call 96110"]),
    ],
    ids=["nothing", "ordinary", "notice", "spoofed", "shared", "forwarded", "stranger", "spoofed 96110"],
)
def test_the_first_thing_to_do_comes_first(phone: TestPhone, seen: dict[str, object], steps: list[str]) -> None:
    assert buttons(phone.check(**seen)) == steps


def test_what_is_over_needs_no_button(phone: TestPhone) -> None:
    phone.check(**SPOOFED, **SHARE, **FORWARD)
    ended = phone.check(call_state="ended", screen_share_active=False, call_forwarding_changes=[{"code": "##002#"}])
    assert ended["level"] in {"warning", "critical"}
    assert not {"hang_up", "stop_screen_share", "dial"} & {action["type"] for action in ended["actions"]}


def test_the_number_to_verify_with_is_the_one_of_whom_the_caller_claims_to_be(phone: TestPhone) -> None:
    answer = phone.check(caller_number="13912345678", call_state="active", claimed_identity="中国工商银行")
    assert answer["warnings"][0]["pattern"] == "claimed_identity_mismatch"
    assert ("call", "95588", "verify") in [(a["type"], a.get("number"), a.get("purpose")) for a in answer["actions"]]


def test_where_no_authority_is_known_nobody_is_named(phone: TestPhone, admin: TestPhone) -> None:
    key = admin.post({"scope": "device", "region": "FR"}, "/v1/admin/keys").json["key"]
    french = TestPhone(phone.client, key)
    assert buttons(french.check(caller_number="0612345678", call_state="active", **SHARE)) == [
        "hang_up",
        "lock_screen",
        "stop_screen_share",
    ]
    assert "call 96110" not in buttons(french.check(**SHARE))


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("13800138000", "stranger"),
        ("13700137000", "own"),
        ("+86 137 0013 7000", "own"),
        ("000000", "dead"),
        ("95588", "official"),
        ("13912345678", "caller"),
    ],
)
def test_the_target_of_a_forwarding_is_named_by_whose_it_is(phone: TestPhone, target: str, kind: str) -> None:
    change = {"enabled": True, "states": ["unconditional"], "target": target}
    answer = phone.check(caller_number="13912345678", call_state="active", call_forwarding_changes=[change])
    assert answer["forwarding"][0]["target"]["kind"] == kind
    assert (answer["level"] == "none") == (kind == "own")
