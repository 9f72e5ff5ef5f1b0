"""Every example of the document, sent to a real server, is answered as the document says."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.support.clients.described import Judge, Operation, operations
from tests.support.clients.friends import Friends
from tests.support.servers import Server, dismiss, start_server

FORGET_ME = "DELETE /v1/devices/me"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which one report is enough, for examples that change what others would find."""
    running = start_server(tmp_path_factory.mktemp("examples"), workers=1, GUARD_REPORT_DEVICES="1")
    yield running
    dismiss(running)


class Reader:
    """Somebody who works through the document, from the first example to the last."""

    def __init__(self, server: Server) -> None:
        self.document = server.ask("GET", "/openapi.json")[2]
        self.known: dict[str, Any] = {}
        self._server = server
        self._keys = {scope: server.new_key(scope) for scope in ("admin", "device", "metrics")}
        self._calm = server.new_key()
        self._friends = Friends(lambda *request: server.ask(*request)[2], server.new_key(), server.new_key())
        self._code = server.command("enrolment-codes", "create", "--uses", "9").strip()

    def send(self, operation: Operation, kind: str | None, body: Any) -> tuple[int, Mapping[str, str], Any]:
        """Send an example; a code that works takes the place of the one that is made up."""
        if isinstance(body, dict) and "enrolment_code" in body:
            body = {**body, "enrolment_code": self._code}
        body = self._friends.sent(operation, body)
        data = None if kind is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        headers = {"Content-Type": kind} if kind is not None else {}
        if operation.scope is not None:
            headers["Authorization"] = f"Bearer {self._key_for(operation)}"
        url = f"{self._server.url}{operation.url(self.known)}"
        return answered(Request(url, data, headers, method=operation.method))

    def _key_for(self, operation: Operation) -> str:
        """Have another phone be forgotten than the one that goes on asking, and one invite on which nothing happens."""
        assert operation.scope is not None
        if operation.scope == "device" and operation.path.startswith(("/v1/circle", "/v1/alerts")):
            return self._calm
        return self._server.new_key() if operation.name == FORGET_ME else self._keys[operation.scope]

    def note(self, operation: Operation, answer: Any) -> None:
        """Keep what later examples are about."""
        self.known |= self._friends.note(operation, answer)
        if operation.name == "POST /v1/admin/imports":
            self.known["import_id"] = answer["import_id"]
            self._wait(answer["import_id"])
        if operation.name == "POST /v1/admin/keys":
            self.known["key_id"] = answer["id"]
        if operation.name == "POST /v1/admin/subscriptions":
            self.known["subscription_id"] = answer["id"]
        if operation.name == "POST /v1/checks":
            self.known["check_id"] = answer["check_id"]
        if operation.name == "POST /v1/admin/backtests":
            self.known["backtest_id"] = answer["id"]
        if operation.name == "POST /v1/devices":
            self.known["device_id"] = answer["device_id"]

    def _wait(self, name: str) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            job = self._server.ask("GET", f"/v1/admin/imports/{name}", key=self._keys["admin"])[2]
            if job["state"] == "done":
                assert job["added"] > 0, job
                return
            time.sleep(0.1)
        raise AssertionError(job)


def answered(request: Request) -> tuple[int, Mapping[str, str], Any]:
    try:
        with urlopen(request, timeout=120) as response:
            body, status, headers = response.read(), response.status, response.headers
    except HTTPError as error:
        with error:
            body, status, headers = error.read(), error.code, error.headers
    lowercased = {name.lower(): value for name, value in headers.items()}
    return (
        status,
        lowercased,
        json.loads(body) if "json" in lowercased.get("content-type", "") and body[:1] == b"{" else body,
    )


NOTHING_WAITS = {
    "POST /v1/admin/imports/{import_id}/stop": [409],
    "POST /v1/admin/subscriptions/{subscription_id}/confirm": [409],
    "POST /v1/admin/subscriptions/{subscription_id}/fetch": [409],
}
"""What succeeds only while something waits, and of what does not pause; other tests have that."""


@pytest.mark.slow("asks a server for all that is asked of an application elsewhere")
def test_every_example_is_answered_as_promised_and_every_route_has_one_that_succeeds(own_server: Server) -> None:
    reader = Reader(own_server)
    judge = Judge(reader.document)
    statuses: dict[str, list[int]] = {}
    for operation in sorted(operations(reader.document), key=lambda one: one.name.startswith("DELETE")):
        for name, kind, body in operation.examples():
            status, headers, answer = reader.send(operation, kind, body)
            faults = judge.faults(operation, status, headers, answer)
            assert faults == [], f"{operation.name} {name}: {status} {answer!r}"
            statuses.setdefault(operation.name, []).append(status)
            if status < 300:
                reader.note(operation, answer)
    assert {name: seen for name, seen in statuses.items() if min(seen) >= 300} == NOTHING_WAITS
    assert statuses["POST /v1/admin/entries"] == [201, 201, 201, 409]


def test_the_articles_example_is_critical(own_server: Server) -> None:
    reader = Reader(own_server)
    check = next(one for one in operations(reader.document) if one.name == "POST /v1/checks")
    levels = {name: reader.send(check, kind, body)[2]["level"] for name, kind, body in check.examples()}
    assert levels["fraud_at_once"] == "critical"
