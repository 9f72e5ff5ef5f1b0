"""What schemathesis has to be told of this API. It loads this file by itself, in a process of its own."""

import json
import os
from typing import Any
from urllib.request import Request, urlopen

import schemathesis
from schemathesis import Case, CheckContext, HookContext, Response, SerializationContext
from schemathesis.specs.openapi.checks import is_unexpected_http_status_case

OWN_KEYS = os.environ["OWN_KEY_IDS"].split()
DEVICE_KEY = os.environ["DEVICE_KEY"]
ENROLMENT_CODE = os.environ["ENROLMENT_CODE"]

NO_SCHEMA_CAN_SAY = {
    *("cursor", "domain", "expires_at", "format", "list", "match", "number", "region"),
    *("action", "category", "ids", "label", "link", "note", "numbers", "search", "source"),
    *("columns", "endpoint_id", "keys", "muted_until", "thresholds", "url"),
}
"""Fields of which a well-formed value may be refused: the cursor is none of ours, the moment is past, nobody can have
that number or domain, or the one does not go with the other: the form with the list, the region with the key, what is
to be said with what is to be removed, thresholds with those that stand."""


@schemathesis.serializer(
    *("text/csv", "application/x-ndjson", "text/plain", "application/vnd.ms-excel"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
def lines(_: SerializationContext, value: Any) -> bytes:
    """Uploads are bytes, whatever they are."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@schemathesis.hook
def before_call(_: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """Give valid enrolments a code that works, and do not revoke the keys that this run is made with."""
    if case.path_parameters.get("key_id") in OWN_KEYS:
        case.path_parameters["key_id"] = "0" * 8
    if case.path == "/v1/devices/me":
        # A key stands in the one or the other, by where schemathesis has it from.
        for headers in (case.headers, kwargs.get("headers") or {}):
            if DEVICE_KEY in headers.get("Authorization", ""):
                headers["Authorization"] = f"Bearer {_another_phone(case)}"
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if positive and isinstance(case.body, dict) and "enrolment_code" in case.body:
        case.body["enrolment_code"] = ENROLMENT_CODE


def _another_phone(case: Case[Any]) -> str:
    """Enrol a phone that may be forgotten: the others go on asking."""
    body = json.dumps({"enrolment_code": ENROLMENT_CODE}).encode()
    request = Request(f"{case.operation.base_url}/v1/devices", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=120) as response:
        return str(json.loads(response.read())["key"])


@schemathesis.check
def refuses_only_what_no_schema_can_say(_: CheckContext, response: Response, case: Case[Any]) -> None:
    """Where 422 is an expected answer to valid data (schemathesis.toml), it must be for one of a few reasons."""
    if response.status_code != 422 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if not is_unexpected_http_status_case(case):
        refused = set(json.loads(response.content)["errors"])
        assert refused <= NO_SCHEMA_CAN_SAY, f"valid data was refused: {refused - NO_SCHEMA_CAN_SAY}"
