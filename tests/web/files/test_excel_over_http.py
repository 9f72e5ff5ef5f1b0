"""An admin's Excel as it is: whatever it saves comes in, what it is in is said, and what goes out comes back."""

import json
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import xlsxwriter

from tests.support.servers import Server, start_server, stop_server

pytestmark = pytest.mark.slow("starts a server of its own")

LIST = "某市诈骗号码\n号码,类别,说明,到期\n139 1234 0001,诈骗,冒充京东,2099/1/5\n1.39E+10,诈骗,,\n"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start_server(tmp_path_factory.mktemp("excel"), workers=1)
    yield running
    stop_server(running)


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    return server.new_key("admin")


def bring(server: Server, key: str, content: bytes, query: str = "", kind: str = "text/csv") -> Any:
    status, _, answer = server.ask("POST", f"/v1/admin/imports?{query}", content, key, **{"Content-Type": kind})
    assert status == 202, answer
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        job = server.ask("GET", f"/v1/admin/imports/{answer['import_id']}", key=key)[2]
        if job["finished_at"] is not None:
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def download(server: Server, key: str, form: str) -> tuple[str, bytes]:
    url = f"{server.url}/v1/admin/exports?format={form}"
    with urlopen(Request(url, headers={"Authorization": f"Bearer {key}"}), timeout=60) as response:
        return response.headers["Content-Type"], response.read()


def workbook(*sheets: str) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_row(1, 0, ["手机号", "来源"])
            sheet.write_row(2, 0, [13912340003, name])
            sheet.write_row(3, 0, [1.39, name])
    return made.getvalue()


@pytest.mark.parametrize(
    ("sent", "charset"),
    [
        ((LIST.encode("gbk"), "", "text/csv"), "gb18030"),
        ((LIST.encode("gbk"), "", "text/csv; charset=GB2312"), "gb18030"),
        ((LIST.encode("utf-16"), "", "text/csv"), "utf-16"),
        ((LIST.encode("utf-16-le"), "charset=utf-16", "text/csv"), "utf-16"),
        ((LIST.encode("utf-8-sig"), "", "text/csv; charset=utf-8"), "utf-8"),
    ],
)
def test_a_csv_names_what_it_was_read_in(server: Server, key: str, sent: tuple[bytes, str, str], charset: str) -> None:
    content, query, kind = sent
    done = bring(server, key, content, f"dry_run=true&{query}", kind)
    assert (done["state"], done["charset"], done["sheet"], done["format"]) == ("done", charset, None, "csv")
    assert (done["rows"], done["added"]) == (2, 1)
    assert done["errors"] == [{"line": 4, "reason": "Excel has made a decimal number of it: format the column as text"}]


def test_an_encoding_that_is_not_read_is_refused(server: Server, key: str) -> None:
    for query, kind, status in (("", "text/csv; charset=ebcdic", 415), ("charset=ebcdic", "text/csv", 422)):
        answer = server.ask("POST", f"/v1/admin/imports?{query}", b"1\n", key, **{"Content-Type": kind})
        assert answer[0] == status


@pytest.mark.parametrize("how", [("", XLSX), ("format=xlsx", "application/octet-stream")])
def test_a_workbook_comes_in_by_its_type_or_by_the_format(server: Server, key: str, how: tuple[str, str]) -> None:
    done = bring(server, key, workbook("名单"), f"dry_run=true&{how[0]}", how[1])
    assert (done["sheet"], done["charset"], done["format"]) == ("名单", None, "xlsx")
    assert (done["rows"], done["added"]) == (2, 1)
    assert [one["line"] for one in done["errors"]] == [4]


def test_a_workbook_that_cannot_be_read_changes_nothing_and_explains_why(server: Server, key: str) -> None:
    several = bring(server, key, workbook("a", "b"), "", XLSX)
    assert (several["state"], several["reason"]) == (
        "failed",
        'Several sheets hold something: say which one, "a", "b".',
    )
    assert bring(server, key, workbook("a", "b"), "sheet=b&dry_run=true", XLSX)["sheet"] == "b"
    assert bring(server, key, b"PK no workbook", "", XLSX)["reason"].startswith("This is no workbook")


@pytest.mark.parametrize("form", ["xlsx", "csv_excel", "csv"])
def test_what_goes_out_for_excel_comes_back_as_it_was(server: Server, key: str, form: str) -> None:
    for number, label in (("13912340011", "=1+1"), ("13912340012", "@京东"), ("13912340013", "-")):
        entry = {"number": number, "label": label, "note": "+1", "expires_at": "2099-01-05"}
        assert server.ask("POST", "/v1/admin/entries", entry, key)[0] in {201, 409}
    kind, content = download(server, key, form)
    done = bring(server, key, content, f"format={form}", kind)
    assert (done["state"], done["unchanged"], done["rejected"]) == ("done", done["rows"], 0)
    assert done["revision"] is None
    assert done["rows"] >= 3


def test_what_is_read_only_is_not_written(server: Server, key: str) -> None:
    for form in ("xls", "ods"):
        with pytest.raises(HTTPError) as refused:
            download(server, key, form)
        with refused.value as error:
            assert json.loads(error.read())["errors"] == {"format": [f"{form} is read only; xlsx is written."]}
