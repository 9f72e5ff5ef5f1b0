"""Whatever a phone or a scammer puts into a check: junk is data, only a wrong JSON type is refused."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard_api.web.contract.schemas.checks.check_answers import CheckOut
from guard_api.web.contract.schemas.checks.checks import (
    CheckIn,
    ForwardingChangeIn,
    InstalledAppIn,
    MomentIn,
    ReachabilityIn,
)
from tests.support import stage
from tests.support.phones import TestPhone

app, client, clock, database, phone, record, services = stage.FIXTURES

NOT_TEXT: list[object] = [0, 1.5, True, [], {}, ["1"]]
NOT_YES_NO: list[object] = [0, 1, "true", "", [], {}]
NOT_A_LIST: list[object] = [0, True, "x", {}, {"0": "x"}]
NOT_AN_OBJECT: list[object] = [0, True, "**21*1#", []]
NOT_A_TIME: list[object] = [*NOT_TEXT, "", "soon", "2026-11-22", "2026-11-22T12:00:00", "2026-02-30T12:00:00Z"]

FIELDS: dict[str, list[object]] = {
    "caller_number": NOT_TEXT,
    "call_state": NOT_TEXT,
    "call_kind": NOT_TEXT,
    "caller_in_contacts": NOT_YES_NO,
    "contact_added_at": NOT_A_TIME,
    "caller_verification": NOT_TEXT,
    "claimed_identity": NOT_TEXT,
    "screen_share_active": NOT_YES_NO,
    "screen_share_app": NOT_TEXT,
    "call_forwarding_changes": NOT_A_LIST,
    "foreground_app": NOT_TEXT,
    "installed_apps": NOT_A_LIST,
    "links": NOT_A_LIST,
    "texts": NOT_A_LIST,
    "qr_codes": NOT_A_LIST,
    "call_direction": NOT_TEXT,
    "number_source": NOT_TEXT,
    "reachability": [0, True, "no", []],
    "moments": NOT_A_LIST,
    "told_by": NOT_TEXT,
    "observed_at": NOT_A_TIME,
    "sent_at": NOT_A_TIME,
    "request_id": NOT_TEXT,
}
CHANGE: dict[str, list[object]] = {
    "code": NOT_TEXT,
    "enabled": NOT_YES_NO,
    "states": NOT_A_LIST,
    "target": NOT_TEXT,
    "ussd_reply": NOT_TEXT,
    "observed_at": NOT_A_TIME,
}
APP: dict[str, list[object]] = {
    "package": NOT_TEXT,
    "label": NOT_TEXT,
    "source": NOT_TEXT,
    "installer": NOT_TEXT,
    "signer_sha256": NOT_TEXT,
    "gained": NOT_A_LIST,
}
REACHABILITY: dict[str, list[object]] = {
    "do_not_disturb": NOT_YES_NO,
    "airplane_mode": NOT_YES_NO,
    "default_dialer": NOT_TEXT,
    "call_redirection_app": NOT_TEXT,
    "calls_blocked_from": NOT_A_LIST,
}
MOMENT: dict[str, list[object]] = {"kind": NOT_TEXT, "amount_bucket": NOT_TEXT, "observed_at": NOT_A_TIME}
BODIES: dict[str, list[object]] = {
    **{name: [{name: wrong} for wrong in values] for name, values in FIELDS.items()},
    **{f"{name}.0": [{name: [wrong]} for wrong in NOT_TEXT] for name in ("links", "texts", "qr_codes")},
    "installed_apps.0": [{"installed_apps": [wrong]} for wrong in (0, 1.5, True, [], ["1"])],
    **{
        f"installed_apps.0.{name}": [{"installed_apps": [{name: wrong}]} for wrong in values]
        for name, values in APP.items()
    },
    **{
        f"reachability.{name}": [{"reachability": {name: wrong}} for wrong in values]
        for name, values in REACHABILITY.items()
    },
    "moments.0": [{"moments": [wrong]} for wrong in NOT_AN_OBJECT],
    **{f"moments.0.{name}": [{"moments": [{name: wrong}]} for wrong in values] for name, values in MOMENT.items()},
    **{
        f"call_forwarding_changes.1.{name}": [{"call_forwarding_changes": [{}, {name: wrong}]} for wrong in values]
        for name, values in CHANGE.items()
    },
    "call_forwarding_changes.0": [{"call_forwarding_changes": [wrong]} for wrong in NOT_AN_OBJECT],
    "call_forwarding_changes.0.states.1": [
        {"call_forwarding_changes": [{"states": ["x", wrong]}]} for wrong in NOT_TEXT
    ],
}


def test_the_tables_know_every_field_of_a_check() -> None:
    assert set(FIELDS) == set(CheckIn().fields)
    assert set(CHANGE) == set(ForwardingChangeIn().fields)
    assert set(APP) == set(InstalledAppIn().fields)
    assert set(REACHABILITY) == set(ReachabilityIn().fields)
    assert set(MOMENT) == set(MomentIn().fields)


def test_a_value_of_the_wrong_type_is_422_and_the_field_is_named(phone: TestPhone) -> None:
    for named, bodies in BODIES.items():
        for body in bodies:
            response = phone.post(body)
            assert response.status_code == 422, body
            assert response.content_type == "application/problem+json"
            [(field, texts)] = response.json["errors"].items()
            assert field == named
            assert all(isinstance(text, str) and text for text in texts)


def test_all_wrong_fields_are_named_at_once(phone: TestPhone) -> None:
    errors = phone.post({"caller_number": 5, "links": [1], "sent_at": "x", "new_field": 1}).json["errors"]
    assert set(errors) == {"caller_number", "links.0", "sent_at"}


JUNK = [
    *("", " ", "\x00", "a\x00b", "\r\n", "\ud800", "x\udfffy", "\ud83d x \ude00", "\\ud83d", "﷽" * 90, "🧿" * 300),
    *("١٢٣", "О5588", "１６３", "\u202e8559", "-" * 300, "9" * 300, "%00%FF", "%", "{0.__class__}", "%s%n"),
    *("'; DROP TABLE key; --", "<script>alert(1)</script>", "../../etc/passwd", "tel:", "sip:@", "**21*", "*#*#*#"),
    *("+", "00", "++86", "null", "NaN", "\N{COMBINING ACUTE ACCENT}" * 90, "无条件：" * 90, "語音：+86138" * 40),
]


def placed(text: str) -> Iterator[Mapping[str, object]]:
    """Put a text wherever somebody else may choose it."""
    yield from ({name: text} for name in ("caller_number", "claimed_identity", "screen_share_app", "foreground_app"))
    yield from ({name: [text, None]} for name in ("installed_apps", "links", "texts", "qr_codes"))
    yield from ({"installed_apps": [{name: text}, {}]} for name in APP if name != "gained")
    yield {"installed_apps": [{"gained": [text, None]}], "moments": [{"kind": text, "amount_bucket": text}, {}]}
    yield dict.fromkeys(("call_direction", "number_source", "told_by"), text)
    yield {"reachability": {"default_dialer": text, "call_redirection_app": text, "calls_blocked_from": [text, None]}}
    yield from ({"call_forwarding_changes": [{name: text}]} for name in ("code", "ussd_reply", "target"))
    yield {"call_forwarding_changes": [{"enabled": True, "states": [text, None], "target": text}]}


@pytest.mark.parametrize("part", range(6))
def test_any_junk_anywhere_is_200_and_keeps_the_form_of_an_answer(phone: TestPhone, part: int) -> None:
    for text in JUNK[part::6]:
        for body in placed(text):
            response = phone.post(body)
            assert response.status_code == 200, body
            assert CheckOut().validate(response.json) == {}, body


def test_a_junk_number_is_classified_in_the_answer(phone: TestPhone) -> None:
    kinds = {"": "withheld", "\x00": "withheld", "DROP TABLE": "unreadable", "\ud800": "unreadable"}
    assert {number: phone.check(caller_number=number)["caller"]["kind"] for number in kinds} == kinds


def test_a_junk_code_is_named_in_the_answer(phone: TestPhone) -> None:
    [change] = phone.check(call_forwarding_changes=[{"code": "hello"}])["forwarding"]
    assert change == {
        "code": "hello",
        "action": "not_forwarding",
        "accepted": change["accepted"],
        "states": [],
        "target": None,
    }


def test_fields_from_newer_phones_are_ignored_at_every_depth(phone: TestPhone) -> None:
    change = {"code": "*#21#", "colour": {"deep": [1]}}
    answer = phone.check(caller_number="13912345678", mood="calm", call_forwarding_changes=[change])
    assert answer["caller"]["kind"] == "ordinary"
    assert answer["forwarding"][0]["action"] == "query"


def test_a_word_that_only_newer_phones_know_is_unknown(phone: TestPhone) -> None:
    for name in ("call_state", "call_kind", "caller_verification"):
        for word in ("", "pigeon", "ACTIVE", "\x00"):
            assert phone.check(**{name: word})["signals"]["call"] == "unknown"


def test_null_is_unknown_for_every_field(phone: TestPhone) -> None:
    for name in FIELDS:
        assert set(phone.check(**{name: None})["signals"].values()) == {"unknown"}, name


def test_an_empty_check_and_an_empty_body_ask_about_what_is_known(phone: TestPhone) -> None:
    phone.check(caller_number="+0095118", call_state="active")
    assert phone.check()["level"] == phone.post(b"").json["level"] == "warning"


def test_of_too_long_texts_and_lists_the_beginning_and_the_newest_count(phone: TestPhone) -> None:
    codes = [{"code": f"**21*138{n:08}#"} for n in range(30)]
    answer = phone.check(caller_number="1" * 999, call_forwarding_changes=codes, links=["x" * 2999] * 21)
    assert len(answer["caller"]["displayed"]) == 256
    assert [change["code"] for change in answer["forwarding"]] == [code["code"] for code in codes[-20:]]


_names = st.sampled_from([*FIELDS, *CHANGE, "other"])
_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None))
    | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=list(HealthCheck))
@given(body=st.dictionaries(_names, _values, max_size=4).map(json.dumps) | st.binary(max_size=60))
def test_no_body_whatsoever_makes_the_server_stumble(phone: TestPhone, body: str | bytes) -> None:
    response = phone.post(body if isinstance(body, bytes) else body.encode())
    assert response.status_code in (200, 400, 422)
    if response.status_code == 200:
        assert CheckOut().validate(response.json) == {}
