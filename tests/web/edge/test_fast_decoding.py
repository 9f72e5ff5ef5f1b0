"""What is decoded in one step is what the schema would have made of it; what is not, the schema decides."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from marshmallow import ValidationError
from msgspec import to_builtins
from msgspec.json import encode

from guard_api.actions.checks.observing.check_request import CallKind, CheckRequest, Verification
from guard_api.engine.vocabulary import CallState
from guard_api.json import decode
from guard_api.web.contract.examples import CHECKS
from guard_api.web.contract.fast_decoding import decoder_for
from guard_api.web.contract.fields import MAX_ITEMS
from guard_api.web.contract.requests import NUMBER
from guard_api.web.contract.schemas.checks.checks import (
    CheckIn,
    ForwardingChangeIn,
    InstalledAppIn,
    MomentIn,
    ReachabilityIn,
)

SCHEMA = CheckIn()
QUICKLY = decoder_for(SCHEMA)
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WORDS = st.sampled_from([*CallState, *CallKind, *Verification, "later word", ""])
_DAY, _TIME = r"(0001|2026|9999)-(01|12|13)-(01|31)", r"(00|23|24):(00|60):[0-6]\d(\.\d{1,9})?"
MOMENTS = st.one_of(
    st.datetimes(timezones=st.timezones() | st.none()).map(lambda moment: moment.isoformat()),
    st.from_regex(rf"{_DAY}[Tt ]{_TIME}(Z|z|[+-]\d\d:?\d\d|)", fullmatch=True),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-22T12:00:00+00:00", "noon"]),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 2),
    st.floats(allow_nan=False, allow_infinity=False),
    PLAIN,
    st.just("1" * (NUMBER + 1)),
    WORDS,
    MOMENTS,
)
CHANGES = st.dictionaries(
    st.sampled_from([*ForwardingChangeIn().fields, "newer"]),
    VALUES | st.lists(PLAIN | st.none(), max_size=3),
    max_size=4,
)
LISTS = st.lists(VALUES | CHANGES, max_size=3) | st.lists(PLAIN, min_size=MAX_ITEMS - 1, max_size=MAX_ITEMS + 1)
OF_ITS_KIND: Mapping[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("call_state", "call_kind", "caller_verification"), WORDS),
    **dict.fromkeys(("observed_at", "sent_at", "contact_added_at"), MOMENTS),
    **dict.fromkeys(("caller_in_contacts", "screen_share_active"), st.booleans()),
    **dict.fromkeys(("links", "texts", "installed_apps", "qr_codes"), st.lists(PLAIN | st.none(), max_size=3)),
    "call_forwarding_changes": st.lists(CHANGES | st.none(), max_size=3),
    **{
        name: st.dictionaries(st.sampled_from([*schema.fields, "newer"]), PLAIN | WORDS | VALUES, max_size=4)
        for name, schema in {"reachability": ReachabilityIn()}.items()
    },
    **{
        name: st.lists(
            st.dictionaries(st.sampled_from([*schema.fields, "newer"]), PLAIN | WORDS | VALUES, max_size=4) | PLAIN,
            max_size=3,
        )
        for name, schema in {"installed_apps": InstalledAppIn(), "moments": MomentIn()}.items()
    },
}
BODIES = st.fixed_dictionaries(
    {}, optional={name: OF_ITS_KIND.get(name, PLAIN) | VALUES | LISTS | CHANGES for name in [*SCHEMA.fields, "newer"]}
)


def by_schema(body: bytes) -> CheckRequest | None:
    """Load as the schema does; None: it refuses."""
    try:
        loaded: CheckRequest = SCHEMA.load(decode(body))  # type: ignore[arg-type] # load refuses non-objects
    except ValidationError:
        return None
    return loaded


def content_of(request: CheckRequest | None) -> object:
    """Give all that a request tells; nothing sent and an empty list are one."""
    return {name: value for name, value in to_builtins(request).items() if value not in (None, [])} if request else None


def quickly(body: bytes) -> CheckRequest | None:
    try:
        decoded: CheckRequest = QUICKLY(body)  # type: ignore[assignment] # what the schema makes
    except (ValueError, RecursionError):
        return None
    return decoded


@given(BODIES)
@example({"observed_at": "2026-11-22t12:00:00z"})
@example({"observed_at": "0001-01-01T00:00:00+14:00"})
@example({"call_forwarding_changes": [{"observed_at": "2026-11-22T20:00:00+08:00"}]})
@example({"links": None, "texts": [None, "a"]})
@example({"caller_number": "1" * 257, "texts": ["t"] * 21})
def test_it_is_the_schemas_value_or_none_at_all(sent: dict[str, object]) -> None:
    body = encode(sent)
    decoded = quickly(body)

    assert decoded is None or content_of(decoded) == content_of(by_schema(body))
    assert decoded is None or isinstance(decoded, CheckRequest)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"x"', b"{", b"[" * 70_000, b'{"texts":["\\ud800"]}', b"\xff"])
def test_what_is_no_ordinary_object_is_left_to_the_schema(body: bytes) -> None:
    assert quickly(body) is None


ORDINARY: Mapping[str, object] = {
    "caller_number": "13912345678",
    "call_state": "active",
    "call_kind": "cellular",
    "caller_in_contacts": False,
    "contact_added_at": "2026-11-22T12:00:00Z",
    "caller_verification": "not_verified",
    "claimed_identity": "京东金条客服",
    "screen_share_active": True,
    "screen_share_app": "com.tencent.wemeet.app",
    "call_forwarding_changes": [
        {"code": "**21*13800138000#", "observed_at": "2026-11-22T20:00:00+08:00"},
        {"enabled": True, "states": ["unconditional"], "target": None, "ussd_reply": None},
    ],
    "foreground_app": "com.icbc",
    "installed_apps": ["com.tencent.wemeet.app", {"package": "a.b", "source": "downloaded_file", "gained": ["vpn"]}],
    "qr_codes": ["https://pbc-tianjin.top"],
    "call_direction": "incoming",
    "reachability": {"do_not_disturb": True, "calls_blocked_from": ["96110"]},
    "moments": [{"kind": "code_received", "observed_at": "2026-11-22T20:00:00+08:00"}],
    "links": None,
    "texts": ["我申请关闭京东金条白条"],
    "observed_at": "2026-11-22T20:00:00.123+08:00",
    "sent_at": None,
    "request_id": "1",
    "newer": [1],
}


@pytest.mark.parametrize("body", [ORDINARY, *(one["value"] for one in CHECKS.values())])
def test_what_ordinary_phones_send_is_decoded_in_one_step(body: object) -> None:
    assert content_of(quickly(encode(body))) == content_of(by_schema(encode(body)))
    assert quickly(encode(body)) is not None
