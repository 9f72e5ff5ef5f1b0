"""The log and the counts of real servers: a line for each request, and nothing in it that somebody said."""

import json
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.servers import Server, dismiss, start_server, stop_server, wait_for

pytestmark = pytest.mark.slow("starts a server of its own")

SECRET = "Xq7mufflecopter"
NUMBER = "13912344711"


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose log nobody else writes to."""
    running = start_server(tmp_path_factory.mktemp("logged"), 2)
    yield running
    dismiss(running)


def lines(server: Server) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]


def line_of(server: Server, request_id: str) -> dict[str, Any]:
    [line] = [line for line in lines(server) if line.get("request") == request_id and line["message"] == "request"]
    return line


def metrics(server: Server, key: str) -> dict[str, float]:
    request = Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {key}"})
    with urlopen(request, timeout=60) as response:
        families = text_string_to_metric_families(response.read().decode())
        return {
            f"{sample.name} {' '.join(sorted(sample.labels.values()))}".strip(): sample.value
            for family in families
            for sample in family.samples
        }


def test_every_request_has_one_line_with_its_id_route_and_key(logged: Server) -> None:
    key = logged.new_key()
    status, headers, answer = logged.ask("POST", "/v1/checks", {"caller_number": "0095118"}, key)
    line = line_of(logged, headers["x-request-id"])
    assert status == 200
    assert (line["method"], line["route"], line["status"], line["key"]) == (
        "POST",
        "/v1/checks",
        200,
        key.split("_")[1],
    )
    assert (line["check"], line["verdict"]) == (answer["check_id"], "warning")
    assert line["patterns"] == ["spoofed_official_call"]
    assert (line["level"], line["caller"], line["degraded"]) == ("INFO", "00***18", False)
    assert line["ms"] > 0


@pytest.mark.parametrize("given", ["0f8fad5b-d9cb-469f-a165-70867728950e", "ab" * 16, "A" * 64])
def test_the_id_that_a_proxy_gave_is_kept(logged: Server, given: str) -> None:
    _, headers, _ = logged.ask("GET", "/healthz", X_Request_ID=given)
    assert headers["x-request-id"] == given
    assert line_of(logged, given)["route"] == "/healthz"


@pytest.mark.parametrize("given", [SECRET, NUMBER * 2, "+8613912344711", "a" * 65, "", "ab" * 16 + " x", "é" * 20])
def test_an_id_that_may_be_anything_is_replaced(logged: Server, given: str) -> None:
    _, headers, _ = logged.ask("GET", "/healthz", X_Request_ID=quote(given, safe=" +"))
    assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])


def test_errors_and_unknown_paths_are_written_down_without_what_was_requested(logged: Server) -> None:
    for method, path, status in (
        ("GET", f"/{SECRET}", 404),
        ("DELETE", "/v1/checks", 405),
        ("POST", "/v1/checks", 401),
    ):
        answered, headers, _ = logged.ask(method, path)
        line = line_of(logged, headers["x-request-id"])
        assert (answered, line["status"], line["key"]) == (status, status, None)


@pytest.mark.parametrize("prefix", ["", "/phoneblock"])
def test_requests_of_phoneblock_apps_are_named_by_their_template(logged: Server, prefix: str) -> None:
    _, headers, _ = logged.ask("GET", f"{prefix}/api/num/{NUMBER}", key=logged.new_key())
    line = line_of(logged, headers["x-request-id"])
    assert (line["route"], line["status"]) == ("/api/num/<anything:phone>", 200)


def test_nothing_that_anybody_sent_is_in_the_log(logged: Server) -> None:
    key, admin = logged.new_key(), logged.new_key("admin")
    code = logged.command("enrolment-codes", "create").strip()
    check = {
        "caller_number": NUMBER,
        "claimed_identity": f"京东 {SECRET}",
        "links": [f"https://{SECRET}.top/login"],
        "texts": [f"我申请 {SECRET}"],
        "call_forwarding_changes": [{"code": f"**21*{NUMBER}#"}, {"ussd_reply": SECRET}],
        "request_id": SECRET,
        "foreground_app": SECRET,
        SECRET: SECRET,
    }
    requests: list[tuple[str, str, object, str | None]] = [
        ("POST", "/v1/checks", check, key),
        ("POST", "/v1/checks", {**check, "sent_at": SECRET}, key),
        ("POST", "/v1/checks", SECRET.encode(), key),
        ("GET", f"/v1/numbers/{NUMBER}", None, key),
        ("GET", f"/v1/numbers/{SECRET}?{SECRET}={NUMBER}", None, key),
        ("GET", f"/v1/links?url={SECRET}.top", None, key),
        ("GET", f"/v1/organizations?claimed={SECRET}&number={NUMBER}", None, key),
        ("GET", f"/api/num/{NUMBER}?format={SECRET}", None, key),
        ("GET", f"/phoneblock/api/num/{SECRET}/{NUMBER}", None, key),
        ("GET", f"/api/check?sha1={SECRET}&prefix10={NUMBER}", None, key),
        ("GET", f"/phoneblock/api/blocklist?since={SECRET}", None, key),
        ("POST", "/api/rate", {"phone": NUMBER, "rating": SECRET, "comment": SECRET}, key),
        ("POST", "/phoneblock/api/rate", f'{{"phone": "{NUMBER}", "rating": "{SECRET}"'.encode(), key),
        ("POST", f"/phoneblock/api/report-call/{NUMBER}", None, key),
        ("GET", f"/phoneblock/{SECRET}/{NUMBER}", None, key),
        ("GET", f"/docs/{SECRET}", None, key),
        ("POST", "/v1/reports", {"number": NUMBER, "comment": SECRET}, key),
        ("POST", "/v1/reports", {"number": SECRET, "category": SECRET}, key),
        ("POST", "/v1/devices", {"enrolment_code": code, "own_numbers": [NUMBER], "label": SECRET}, None),
        ("POST", "/v1/devices", {"enrolment_code": SECRET}, None),
        ("GET", f"/v1/admin/entries?q={NUMBER}", None, admin),
        ("POST", f"/v1/admin/entries?why={SECRET}", {"number": NUMBER, "label": SECRET}, admin),
        ("GET", f"/v1/admin/entries/block:exact:+86{NUMBER}", None, admin),
        ("POST", f"/v1/admin/reports/+86{NUMBER}/dismiss", None, admin),
        ("GET", f"/v1/admin/imports/{SECRET}", None, admin),
        ("DELETE", f"/v1/admin/keys/{SECRET}", None, admin),
        ("GET", f"/{SECRET}/{NUMBER}", None, SECRET),
    ]
    for method, path, body, presented in requests:
        status, _, _ = logged.ask(method, path, body, presented, User_Agent=SECRET, Cookie=SECRET, Referer=SECRET)
        assert status < 500
    log = logged.log.read_text()
    hidden = (SECRET, NUMBER[2:], code, key.split("_", 2)[2], admin.split("_", 2)[2], "127.0.0.1:")
    assert [mark for mark in hidden if mark in log.replace(logged.url.removeprefix("http://"), "")] == []


def test_counts_are_of_all_workers_and_outlive_them(logged: Server) -> None:
    key, scraper = logged.new_key(), logged.new_key("metrics")
    name = "guard_checks_total false warning"
    before = metrics(logged, scraper)[name]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: logged.ask("POST", "/v1/checks", {"caller_number": "0095118"}, key), range(40)))
    counts = metrics(logged, scraper)
    assert counts[name] == before + 40
    assert counts["guard_findings_total spoofed_official_call"] >= 40
    assert counts["guard_request_seconds_count /v1/checks POST"] >= 40
    logged.process.send_signal(signal.SIGHUP)
    old = {*Path(f"/proc/{logged.process.pid}/task/{logged.process.pid}/children").read_text().split()}
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in old))
    assert metrics(logged, scraper)[name] == before + 40


def test_metrics_hold_no_numbers_and_open_for_the_right_keys_only(logged: Server) -> None:
    logged.ask("GET", f"/v1/numbers/{NUMBER}", key=logged.new_key())
    assert logged.ask("GET", "/metrics")[0] == 401
    assert logged.ask("GET", "/metrics", key=logged.new_key())[0] == 403
    assert not any(NUMBER in name for name in metrics(logged, logged.new_key("admin")))
    assert "guard_requests_total /v1/numbers/<anything:number> 200 GET" in metrics(logged, logged.new_key("metrics"))


def test_plain_lines_for_people(tmp_path: Path) -> None:
    server = start_server(tmp_path, 1, GUARD_LOG_FORMAT="text")
    try:
        server.ask("POST", "/v1/checks", {"caller_number": NUMBER}, server.new_key())
    finally:
        stop_server(server)
    [line] = [line for line in server.log.read_text().splitlines() if "/v1/checks" in line]
    assert "INFO guard_api.web.edge.access_log request method=POST route=/v1/checks status=200 ms=" in line
    assert "caller=13***11" in line
