"""Every error is problem+json with the right status, never HTML, never a stack trace."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.ports import Device, Scope, Services
from guard_api.web.app import all_routes, create_app
from tests.support import stage
from tests.support.phones import TestPhone

app, client, clock, database, phone, record, services = stage.FIXTURES

JSON = "application/json"


def assert_problem(response: Any, status: int) -> Any:
    """RFC 9457, and nothing from inside the server."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    body = response.json
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["status"] == status
    assert body["title"]
    assert "Traceback" not in response.text
    assert "<" not in response.text
    return body


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


GUARDED = [
    (route.method.value, re.sub("<.+>", "1", route.path), route.scopes) for route in all_routes() if route.scopes
]


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer wrong", "Bearer a_b_c", "Bearer \xff_\xfe_", "x" * 9000],
    ids=lambda header: repr(header)[:20],
)
def test_without_a_key_that_is_known_the_answer_is_401_and_explains_how_to_send_one(
    client: FlaskClient, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header}
    for method, path, _ in GUARDED:
        response = client.open(path, method=method, headers=headers, data=b"{}", content_type=JSON)
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("scope", Scope)
def test_a_key_opens_what_its_scope_names_and_nothing_else(
    client: FlaskClient, services: Services, scope: Scope
) -> None:
    device = Device("a phone", "CN") if scope is Scope.DEVICE else None
    _, key = services.keys.create(scope, "", services.clock(), device)
    # Last: who has asked to be forgotten is not known any more.
    for method, path, scopes in sorted(GUARDED, key=lambda one: one[:2] == ("DELETE", "/v1/devices/me")):
        response = client.open(path, method=method, headers=bearer(key), data=b"{}", content_type=JSON)
        if scope in scopes:
            assert response.status_code not in {401, 403}
        else:
            assert scope in assert_problem(response, 403)["detail"]


def test_the_word_bearer_counts_in_any_case(client: FlaskClient, phone: TestPhone) -> None:
    for word in ("bearer", "BEARER", "Bearer "):
        assert client.get("/v1/numbers/1", headers={"Authorization": f"{word} {phone.key}"}).status_code == 200


@pytest.mark.parametrize("path", ["/v", "/v1", "/v1/checks/", "/v2/checks", "/static/x", "/v1/numbers", "/%00", "/<b>"])
def test_an_unknown_path_is_404(client: FlaskClient, path: str) -> None:
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/checks", {"POST", "OPTIONS"}),
        ("DELETE", "/v1/devices", {"POST", "OPTIONS"}),
        ("PUT", "/v1/admin/keys", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("PATCH", "/v1/admin/keys/1", {"DELETE", "OPTIONS"}),
        ("POST", "/healthz", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/v1/numbers/1", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_wrong_method_is_405_and_allow_names_the_right_ones(
    client: FlaskClient, method: str, path: str, allowed: set[str]
) -> None:
    response = client.open(path, method=method)
    assert_problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b'{"caller_number": NaN}',
        b'{"caller_number": Infinity}',
        b"{'caller_number': '1'}",
        b'{"caller_number": "\xff\xfe"}',
        b'{"caller_number": "\x00"}',
        b"{} {}",
        b"[" * 40_000,
        b'{"x":' * 9_000 + b"1" + b"}" * 9_000,
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_body_that_is_no_json_is_400(phone: TestPhone, body: bytes) -> None:
    assert_problem(phone.post(body), 400)


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"17", b"true", b"null"])
def test_json_that_is_no_object_is_422(phone: TestPhone, body: bytes) -> None:
    assert "body" in assert_problem(phone.post(body), 422)["errors"]


def test_a_body_of_64_kib_is_read_and_one_byte_more_is_413(phone: TestPhone) -> None:
    limit = 64 * 1024
    assert phone.post(b"{}".ljust(limit)).status_code == 200
    assert_problem(phone.post(b"{}".ljust(limit + 1)), 413)


@pytest.mark.parametrize("declared", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"])
def test_a_body_declared_as_something_else_is_415(client: FlaskClient, phone: TestPhone, declared: str) -> None:
    response = client.post("/v1/checks", data=b"{}", headers=bearer(phone.key), content_type=declared)
    assert_problem(response, 415)


@pytest.mark.parametrize("declared", [None, JSON, "application/json; charset=utf-8", "Application/JSON"])
def test_json_is_read_whether_declared_or_not(client: FlaskClient, phone: TestPhone, declared: str | None) -> None:
    response = client.post("/v1/checks", data=b"{}", headers=bearer(phone.key), content_type=declared)
    assert response.status_code == 200


def test_an_unexpected_exception_is_500_that_reveals_nothing_and_is_logged(
    services: Services, phone: TestPhone, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> datetime:
        raise ZeroDivisionError("inner workings")

    client = create_app(replace(services, clock=broken)).test_client()
    response = client.post("/v1/checks", data=b"{}", headers=bearer(phone.key))
    assert_problem(response, 500)
    assert "inner workings" not in response.text
    assert "inner workings" in caplog.text


def test_a_write_that_the_database_refuses_is_503_with_retry_after(admin: TestPhone, database: Path) -> None:
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    response = admin.post({"scope": "admin"}, "/v1/admin/keys")
    other.close()
    assert_problem(response, 503)
    assert int(response.headers["Retry-After"]) > 0
    assert admin.post({"scope": "admin"}, "/v1/admin/keys").status_code == 201


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/v1/checks"])
def test_every_answer_carries_the_headers_of_an_api_that_no_browser_renders(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/healthz", "/v1/checks"])
def test_an_answer_without_a_body_claims_no_type_of_it(client: FlaskClient, path: str) -> None:
    response = client.options(path)
    assert (response.status_code, response.data) == (200, b"")
    assert "Content-Type" not in response.headers


def test_answers_are_compact_and_nobody_keeps_them(phone: TestPhone) -> None:
    response = phone.get("/v1/numbers/1")
    assert response.headers["Cache-Control"] == "no-store"
    assert '": ' not in response.text
