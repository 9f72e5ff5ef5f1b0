"""The document is valid, says everything, and costs nothing to who does not ask for it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from marshmallow import Schema
from openapi_spec_validator import OpenAPIV31SpecValidator

from guard_api.web.app import all_routes
from guard_api.web.openapi.descriptions import MEANINGS
from tests.support.clients.described import DOCUMENT, Operation, operations
from tests.support.phones import TestPhone


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_every_route_is_in_it() -> None:
    routes = list(all_routes())
    described = {(one.method, one.path) for one in operations(DOCUMENT)}
    assert described == {(route.method.value, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.path)) for route in routes}


def inside(part: Any, where: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk through all objects of the document."""
    if isinstance(part, dict):
        yield where, part
    for name, inner in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from inside(inner, f"{where}/{name}")


def properties(schema: Schema | None) -> set[str]:
    return set() if schema is None else {str(field.data_key or name) for name, field in schema.fields.items()}


def test_every_field_and_parameter_that_clients_send_is_explained() -> None:
    for route in all_routes():
        for schema in (route.body, route.query):
            for name in properties(schema):
                names = {f"{one.__name__}.{name}" for one in type(schema).__mro__} | {name}
                assert names & set(MEANINGS), f"{type(schema).__name__}.{name} is not explained"
    assert all(p["description"] for one in operations(DOCUMENT) for p in one.spec["parameters"])


@pytest.mark.parametrize("operation", operations(DOCUMENT), ids=lambda one: one.name)
def test_every_route_names_its_errors_and_each_is_a_problem(operation: Operation) -> None:
    answers = operation.spec["responses"]
    errors = {
        int(status): response["$ref"].rpartition("/")[2] for status, response in answers.items() if int(status) >= 400
    }
    assert 500 in errors
    assert ({401, 403} <= set(errors)) == (operation.scope is not None) or operation.path == "/v1/devices"
    for name in errors.values():
        assert set(DOCUMENT["components"]["responses"][name]["content"]) == {"application/problem+json"}


def test_whatever_is_limited_may_be_too_much_and_names_when_to_come_again() -> None:
    free = {route.path for route in all_routes() if route.limit is None}
    assert (
        {one.path for one in operations(DOCUMENT) if "429" not in one.spec["responses"]}
        == free
        == {"/healthz", "/readyz"}
    )
    headers = DOCUMENT["components"]["responses"]["TooMany"]["headers"]
    assert set(headers) == {"Retry-After", "RateLimit", "RateLimit-Policy"}


def test_what_phoneblock_apps_send_is_json_whatever_it_is_called() -> None:
    assert "415" not in DOCUMENT["paths"]["/api/rate"]["post"]["responses"]
    assert "415" in DOCUMENT["paths"]["/v1/reports"]["post"]["responses"]


def test_every_body_has_an_example() -> None:
    assert [operation.name for operation in operations(DOCUMENT) if not list(operation.examples())] == []


def test_the_minimal_check_of_the_article_is_an_example() -> None:
    examples = DOCUMENT["paths"]["/v1/checks"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert {
        "caller_number": "0095118",
        "screen_share_active": True,
        "call_forwarding_changes": [{"code": "**21*13800138000#"}],
    } in [example["value"] for example in examples.values()]


def test_phones_may_send_more_fields_and_admins_may_not() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert "additionalProperties" not in schemas["CheckIn"]
    assert "additionalProperties" not in schemas["ForwardingChangeIn"]
    assert schemas["EntryIn"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["CheckOut"]


def test_nothing_declares_that_it_may_have_more_fields_which_generators_make_maps_of() -> None:
    assert not [where for where, schema in inside(DOCUMENT) if schema.get("additionalProperties") is True]


def test_what_is_only_cut_or_unknown_is_not_forbidden() -> None:
    check = DOCUMENT["components"]["schemas"]["CheckIn"]["properties"]
    assert check["caller_number"]["type"] == ["string", "null"]
    assert "maxLength" not in check["caller_number"]
    assert "enum" not in check["call_state"]
    assert "`ringing`" in check["call_state"]["description"]


def test_the_document_needs_no_key_and_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/openapi.json")
    assert first.status_code == 200
    assert first.json == DOCUMENT
    again = client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_process_that_does_not_serve_the_document_does_not_load_what_makes_it() -> None:
    code = "import guard_api.serving, sys; sys.exit(any(name.partition('.')[0] == 'apispec' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_page_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/docs")
    assert page.content_type == "text/html; charset=utf-8"
    wanted = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert wanted
    for path in wanted:
        assert client.get(f"/{path}").status_code == 200, path
    assert "://" not in page.text
    assert "://" not in client.get("/docs/start.js").text


def test_the_page_may_run_only_what_the_server_gives(client: FlaskClient) -> None:
    policy = dict(part.split(" ", 1) for part in client.get("/docs").headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert "<script>" not in client.get("/docs").text


@pytest.mark.parametrize("asset", ["__init__.py", "..%2Fdocs.py", "index.html", "swagger-ui.js", "%00"])
def test_the_page_has_no_other_files(client: FlaskClient, asset: str) -> None:
    assert client.get(f"/docs/{asset}").status_code == 404


@pytest.mark.parametrize(("written", "status"), [("5.0", 201), ("5", 201), ("5.5", 422), ('"5"', 422), ("true", 422)])
def test_a_whole_number_may_be_written_as_json_schema_has_it(admin: TestPhone, written: str, status: int) -> None:
    body = f'{{"uses": {written}}}'.encode()
    assert admin.post(body, "/v1/admin/enrolment-codes").status_code == status
