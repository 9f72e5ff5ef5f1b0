"""What a phone tells stays in its timeline for hours: no words, links or claims anywhere, no secrets in clear."""

import json
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.logs import JsonLines, TextLines
from tests.support import stage
from tests.support.phones import TestPhone
from tests.support.servers import Server

app, client, clock, database, phone, record, services = stage.FIXTURES

SENTINEL = "Xq7mufflecopter"


def everything_kept(database: Path) -> bytes:
    """All that lies on the disk: the files byte for byte, and every column of every table."""
    files = b"".join(file.read_bytes() for file in sorted(database.parent.rglob("*")) if file.is_file())
    connection = sqlite3.connect(database)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]  # noqa: S608 - our own names
    connection.close()
    return files + repr(rows).encode()


def test_texts_links_claims_and_replies_are_kept_nowhere_and_numbers_are_masked_in_logs(server: Server) -> None:
    body = {
        "caller_number": "13912344711",
        "claimed_identity": f"京东 {SENTINEL}",
        "links": [f"https://{SENTINEL}.top/login"],
        "texts": [f"我申请 {SENTINEL}"],
        "call_forwarding_changes": [{"ussd_reply": SENTINEL}],
        "unheard_of": SENTINEL,
    }
    key = server.new_key()
    status, _, answer = server.ask("POST", "/v1/checks", body, key)
    assert status == 200
    assert server.ask("GET", "/v1/numbers/13912344711", key=key)[0] == 200
    assert server.ask("POST", "/v1/checks", {**body, "sent_at": SENTINEL}, key)[0] == 422
    assert SENTINEL.encode() not in everything_kept(server.database)
    log = server.log.read_text()
    assert answer["check_id"] in log
    assert '"caller":"13***11"' in log
    assert "12344711" not in log


def test_of_links_and_texts_only_reasons_and_registrable_domains_are_kept(server: Server) -> None:
    link = "https://Wq7secretpath.2406578.top/Wq7secretpath?Wq7secretpath"
    body = {"links": [link], "texts": [f"我申请关闭白条，注销第三方账户 Wq7secretpath {link}"]}
    status, _, answer = server.ask("POST", "/v1/checks", body, server.new_key())

    kept = everything_kept(server.database).lower()
    assert status == 200
    assert {warning["pattern"] for warning in answer["warnings"]} == {"fraud_link", "scripted_message"}
    assert b"wq7secretpath" not in kept
    assert b"2406578.top" in kept
    assert "wq7secretpath" not in server.log.read_text().lower()


def test_keys_and_codes_are_kept_as_digests_only(server: Server) -> None:
    key = server.new_key()
    code = server.command("enrolment-codes", "create").strip()
    assert server.ask("POST", "/v1/checks", {}, key)[0] == 200
    assert server.ask("POST", "/v1/devices", {"enrolment_code": code})[0] == 201
    kept = everything_kept(server.database)
    for secret in (key, key.split("_", 2)[2], code, code.replace("-", "")):
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13912345678", "13***78"),
        ("+8613912345678", "+8***78"),
        ("95588", "***"),
        ("110", "***"),
        ("", "***"),
        ("evil\nERROR forged line", "ev***ne"),
        ("\x1b[31m1234567", "[3***67"),
    ],
)
def test_a_log_line_shows_the_ends_of_a_number_and_cannot_be_forged(
    phone: TestPhone, caplog: pytest.LogCaptureFixture, number: str, masked: str
) -> None:
    caplog.set_level("INFO")
    phone.check(caller_number=number)
    [record] = [record for record in caplog.records if record.name.startswith("guard_api")]
    line = TextLines().format(record)
    assert f"caller={masked}".replace("[", "?") in line
    assert line.isprintable()
    assert json.loads(JsonLines().format(record))["caller"] == masked.replace("[", "?")
