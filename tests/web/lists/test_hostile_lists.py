"""Whatever is sent to the lists, by whomever: an answer or a problem, never a crash and never somebody else's rows."""

import base64
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import msgpack

from tests.support.laws import examples
from tests.support.phones import TestPhone

ADMIN = "/v1/admin"
ENTRY = f"{ADMIN}/entries/block:exact:%2B8613912345678"
TEXTS = [
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud800",
    "\u202e+8613912345678",
    "\ufeff",
    "9" * 10_000,
    "+" * 300,
    "x" * 60_000,
    "' OR 1=1 --",
    '"; DROP TABLE listed; --',
    "%",
    "_%_",
    "%00",
    "../../etc/passwd",
    "{{7*7}}",
    "<script>",
    "=1+1",
    "٠١٢",
    "🏴" * 100,
]
NESTED = b'{"number": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"
HUGE = (1 << 64) - 1
PLACES: list[object] = [
    None,
    HUGE,
    -(1 << 63),
    1.5,
    "text",
    [],
    [HUGE, ""],
    [1, "\x00"],
    [-1, ""],
    ["", [HUGE, "", 0, 0]],
    ["+86", [0, "", HUGE, 0]],
    ["", [1, "\x00", 0, 0]],
    ["\x00", [1, "", 0, 0]],
    ["block", "exact", "\x00"],
    ["block", "prefix", "x" * 5000],
    [HUGE],
    {"revision": 1},
]


def fine(response: Any, context: object = None) -> Any:
    """Check that an answer is one, or a problem that tells nothing from inside."""
    assert response.status_code < 500, (context, response.text)
    if response.status_code >= 400:
        assert response.content_type == "application/problem+json", context
        assert set(response.json) == {"type", "title", "status", "detail", "errors"}
    assert "Traceback" not in response.text
    assert "sqlite" not in response.text.lower()
    return response


def send(admin: TestPhone, method: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": f"Bearer {admin.key}"}
    return admin.client.open(path, method=method, json=body, headers=headers)


@pytest.fixture(autouse=True)
def entry(admin: TestPhone) -> None:
    assert admin.post({"number": "13912345678"}, f"{ADMIN}/entries").status_code == 201


def test_any_text_in_any_field_of_an_entry_is_taken_or_refused(admin: TestPhone, phone: TestPhone) -> None:
    fields = ["number", "label", "source", "note", "expires_at", "region", "list", "match", "category", "x" * 100]
    for text in TEXTS:
        for name in fields:
            answer = fine(admin.post({"number": "13900000001", name: text}, f"{ADMIN}/entries"), (name, text))
            if answer.status_code == 201:
                assert send(admin, "DELETE", f"{ADMIN}/entries/{quote(answer.json['id'])}").status_code == 204
            fine(send(admin, "PATCH", ENTRY, {name: text}), (name, text))
        for name in ("number", "category", "comment", "new"):
            fine(phone.post({"number": "13900000001", name: text}, "/v1/reports"), (name, text))
    assert len(admin.get(f"{ADMIN}/entries").json["entries"]) == 1


def test_any_text_in_a_query_or_a_path_is_an_answer_or_a_problem(admin: TestPhone, phone: TestPhone) -> None:
    lists = [f"{ADMIN}/{name}" for name in ("entries", "changes", "changes/1", "reports", "exports")]
    parameters = ("q", "cursor", "limit", "list", "match", "category", "state", "format", "region", "why", "since")
    for text in TEXTS:
        written = quote(text.encode("utf-8", "surrogatepass"))
        for path in (*lists, "/v1/blocklist"):
            for name in parameters:
                who = phone if path == "/v1/blocklist" else admin
                fine(who.get(f"{path}?{name}={written}"), (path, name, text))
        for path in ("entries/{}", "entries/block:exact:{}", "changes/{}", "imports/{}"):
            fine(admin.get(f"{ADMIN}/{path.format(written)}"), (path, text))
        for path in ("changes/{}/revert", "imports/{}/revert", "reports/{}/accept", "reports/{}/dismiss"):
            fine(send(admin, "POST", f"{ADMIN}/{path.format(written)}"), (path, text))
    assert len(admin.get(f"{ADMIN}/changes").json["changes"]) == 1


def test_sql_and_wildcards_in_a_search_are_text(admin: TestPhone) -> None:
    for text in ("' OR 1=1 --", '"; DROP TABLE listed; --', "%", "_", "*", "x' UNION SELECT 1"):
        assert admin.get(f"{ADMIN}/entries?q={quote(text)}").json["entries"] == [], text


def test_a_cursor_of_the_right_shape_and_the_wrong_content_is_an_answer_or_422(admin: TestPhone) -> None:
    for place in PLACES:
        cursor = base64.urlsafe_b64encode(msgpack.encode(place)).decode()
        for path in ("entries?", "entries?q=139&", "changes?", "changes/1?", "reports?"):
            assert fine(admin.get(f"{ADMIN}/{path}cursor={cursor}"), (path, place)).status_code in {200, 422}
    for nested in (b"\x91" * 50_000, b"\x81\xa0" * 5_000):
        assert fine(admin.get(f"{ADMIN}/changes?cursor={base64.urlsafe_b64encode(nested).decode()}")).status_code == 422


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(50))
@given(st.binary(max_size=40))
def test_any_bytes_are_a_cursor_or_none(admin: TestPhone, phone: TestPhone, data: bytes) -> None:
    cursor = base64.urlsafe_b64encode(data).decode()
    for path in ("entries", "changes", "changes/1", "reports"):
        fine(admin.get(f"{ADMIN}/{path}?cursor={cursor}"), path)
    fine(phone.get(f"/v1/blocklist?since={cursor}"))


def test_a_body_that_is_nested_too_deep_or_no_object_is_400_or_422(admin: TestPhone, phone: TestPhone) -> None:
    routes = [(admin, f"{ADMIN}/entries"), (phone, "/v1/reports"), (admin, f"{ADMIN}/reports/1/accept")]
    for who, path in routes:
        assert fine(who.post(NESTED, path)).status_code == 400
        for body in (b"[]", b'"text"', b"null", b"17"):
            assert fine(who.post(body, path)).status_code == 422
        assert fine(who.post(b'{"number": "\xff"}', path)).status_code == 400
        assert fine(who.post(b"{}".ljust(70_000), path)).status_code == 413
        values: list[object] = [{"a": {"b": []}}, [[]], 10**400, 1e400, True]
        for value in values:
            assert fine(who.post({"number": value}, path)).status_code in {400, 422}
