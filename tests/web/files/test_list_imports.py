"""Admins bring whole lists: in any of their forms, one after the other, bad rows named; once to a real server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from guard_api.app import utc_now
from guard_api.jobs.handlers import run_queued
from guard_api.ports import Scope, Services
from guard_api.web.app import create_app
from tests.support.databases import services_of, unlimited, without_lists
from tests.support.servers import Server, wait_for

IMPORTS = "/v1/admin/imports"
COMPLAINTS = """\
Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,\
Recorded_Message_Or_Robocall
4155552671,2026-11-20 00:00:10,2026-11-19 18:07:00,Reno,Nevada,775,Computer & technical support,N
4155552672,2026-11-20 00:00:10,2026-11-19 18:07:00,Reno,Nevada,775,"Energy, solar,  & utilities",N
4155552673,2026-11-20 00:00:10,2026-11-19 18:07:00,Reno,Nevada,775,No Subject Provided,Y
,2026-11-20 00:00:10,2026-11-19 18:07:00,Reno,Nevada,775,Other,N
"""
BAD_ROWS = """\
number,category
13900000010,
abc,fraud
110,fraud
+8695*,
13800000001,spam
13900000011,wangiri
1,2,3
13900000012,spam
"""
UPLOADS = {
    "comma": ("", "number,category,label,source,note,expires_at\n13900000001,fraud,L,S,N,2099-01-01T00:00:00Z\n"),
    "semicolon": ("", 'id;note;list;number\r\n7;"two\r\nlines; ""quoted""";allow;139 0000 0002\r\n'),
    "tab": ("", "\ufeffcategory\tnumber\tmatch\nSPAM\t+861391\tprefix\n"),
    "plain": ("", "\n13900000006\n+861392*\n"),
    "json lines": ("format=jsonl", '{"number": "13900000007", "label": "假"}\n\n{"number": "+861393*", "new": 1}\n'),
    "complaints": ("", COMPLAINTS),
    "region": ("region=FR", "number\n01 62 34 56 78\n"),
    "bad rows": ("", BAD_ROWS),
    "dry run": ("dry_run=true", "number,label\n13900000001,new\n13900000010,\n13900000014,\n"),
    "again": ("", "number\n13900000006\n13900000006\n"),
    "first": ("why=first+try", "number,label\n13900000020,one\n"),
    "second": ("", "number,label\n13900000020,two\n13900000021,\n"),
}


class Idle:
    """Who starts no process: what is queued is done by the test."""

    def start(self) -> None: ...

    def start_unfinished(self) -> None: ...

    def start_fetching(self) -> None: ...


@dataclass
class Admin:
    """An admin of an application in this process."""

    client: FlaskClient
    services: Services
    key: str

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        sent = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        answer = self.client.open(path, method=method, data=data, headers=sent)
        return answer.status_code, answer.json

    def bring(self, rows: str, query: str = "", **headers: str) -> str:
        """Upload rows; gives the path of the import."""
        status, answer = self.ask("POST", f"{IMPORTS}?{query}", rows.encode(), **headers)
        assert status == 202, answer
        return f"{IMPORTS}/{answer['import_id']}"

    def done(self, path: str) -> Any:
        """Have all be done that is queued, and give what became of an import."""
        before = self.ask("GET", path)[1]
        assert (before["finished_at"] is None) == (before["state"] == "queued")
        run_queued(self.services)
        job = self.ask("GET", path)[1]
        assert job["finished_at"] is not None
        return job

    def export(self, query: str = "") -> str:
        """Download a list."""
        answer = self.client.get(f"/v1/admin/exports?{query}", headers={"Authorization": f"Bearer {self.key}"})
        return answer.text


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory) -> Admin:
    services = services_of(unlimited(without_lists(tmp_path_factory.mktemp("imports") / "guard.db")))
    services = replace(services, runner=Idle())
    return Admin(create_app(services).test_client(), services, services.keys.create(Scope.ADMIN, "A", utc_now())[1])


@pytest.fixture(scope="module")
def jobs(admin: Admin) -> Mapping[str, Any]:
    """Queue all uploads at once, and wait until all are done."""
    assert admin.ask("POST", "/v1/admin/entries", {"number": "13800000001", "list": "allow"})[0] == 201
    paths = {name: admin.bring(rows, query) for name, (query, rows) in UPLOADS.items()}
    for path in paths.values():
        admin.done(path)
    return {name: admin.done(path) for name, path in paths.items()}


@pytest.fixture(scope="module")
def listed(admin: Admin, jobs: Mapping[str, Any]) -> Mapping[str, Any]:
    return {entry["number"]: entry for entry in map(json.loads, admin.export("format=jsonl").splitlines())}


def test_a_server_does_in_order_what_is_queued_at_once(server: Server) -> None:
    key = server.new_key("admin")
    names = [
        server.ask("POST", IMPORTS, UPLOADS[name][1].encode(), key)[2]["import_id"] for name in ("first", "second")
    ]

    def jobs() -> list[Any]:
        return [server.ask("GET", f"{IMPORTS}/{name}", key=key)[2] for name in names]

    wait_for(lambda: all(job["finished_at"] for job in jobs()))
    first, second = jobs()
    assert [job["state"] for job in (first, second)] == ["done", "done"]
    assert first["revision"] < second["revision"]
    newest = server.ask("GET", "/v1/admin/entries/block:exact:%2B8613900000020", key=key)[2]
    assert (newest["label"], newest["revision"]) == ("two", second["revision"])


def test_imports_that_are_queued_at_once_are_all_done_in_order(jobs: Mapping[str, Any], admin: Admin) -> None:
    assert {job["state"] for job in jobs.values()} == {"done"}
    revisions = [job["revision"] for job in jobs.values() if job["revision"] is not None]
    assert revisions == sorted(set(revisions))
    newest = admin.ask("GET", "/v1/admin/entries/block:exact:%2B8613900000020")[1]
    assert (newest["label"], newest["revision"]) == ("two", jobs["second"]["revision"])


@pytest.mark.parametrize(
    ("name", "tally"),
    [
        ("comma", (1, 1, 0, 0, 0)),
        ("plain", (2, 2, 0, 0, 0)),
        ("json lines", (2, 2, 0, 0, 0)),
        ("complaints", (4, 3, 0, 0, 1)),
        ("bad rows", (8, 2, 0, 0, 6)),
        ("dry run", (3, 1, 1, 1, 0)),
        ("again", (2, 0, 0, 2, 0)),
        ("second", (2, 1, 1, 0, 0)),
    ],
)
def test_an_import_reports_what_became_of_its_rows(
    jobs: Mapping[str, Any], name: str, tally: tuple[int, int, int, int, int]
) -> None:
    counts = tuple(jobs[name][count] for count in ("rows", "added", "updated", "unchanged", "rejected"))
    assert counts == tally
    assert (jobs[name]["revision"] is None) == (name == "dry run" or sum(tally[1:3]) == 0)


DETAILS = {
    "+8613900000001": ("exact", "fraud", "L", "S", "N", "2099-01-01T00:00:00Z"),
    "+8613900000002": ("exact", "other", "", "", 'two lines; "quoted"', None),
    "+861391": ("prefix", "spam", "", "", "", None),
    "+8613900000006": ("exact", "other", "", "", "", None),
    "+861392": ("prefix", "other", "", "", "", None),
    "+8613900000007": ("exact", "other", "假", "", "", None),
    "+861393": ("prefix", "other", "", "", "", None),
    "+14155552671": ("exact", "fraud", "Computer & technical support", "FTC Do Not Call", "", None),
    "+14155552672": ("exact", "telemarketing", "Energy, solar, & utilities", "FTC Do Not Call", "", None),
    "+14155552673": ("exact", "robocall", "No Subject Provided", "FTC Do Not Call", "", None),
    "+33162345678": ("exact", "other", "", "", "", None),
}


def test_a_row_means_the_same_in_every_form_of_a_list(listed: Mapping[str, Any]) -> None:
    names = ("match", "category", "label", "source", "note", "expires_at")
    assert {number: tuple(listed[number][name] for name in names) for number in DETAILS} == DETAILS


def test_a_dry_run_changes_nothing(listed: Mapping[str, Any]) -> None:
    assert listed["+8613900000001"]["label"] == "L"
    assert "+8613900000014" not in listed


def test_bad_rows_are_named_by_line_and_reason_and_stop_no_good_ones(
    jobs: Mapping[str, Any], listed: Mapping[str, Any]
) -> None:
    errors = jobs["bad rows"]["errors"]
    assert [error["line"] for error in errors] == [3, 4, 5, 6, 7, 8]
    words = ["unreadable", "cut off the real line", "official number", "allowed number", "wangiri", "columns"]
    assert all(word in error["reason"] for word, error in zip(words, errors, strict=True))
    assert {"+8613900000010", "+8613900000012"} <= {*listed}
    assert [error["line"] for error in jobs["complaints"]["errors"]] == [5]


def test_an_import_is_one_change_that_names_who_and_why(jobs: Mapping[str, Any], admin: Admin) -> None:
    change = admin.ask("GET", f"/v1/admin/changes/{jobs['first']['revision']}")[1]
    assert (change["what"], change["why"], change["who"][:3]) == ("import", "first try", "A (")
    assert (change["added"], change["after"]["label"]) == (1, "one")


def test_an_export_that_is_imported_again_changes_nothing(listed: Mapping[str, Any], admin: Admin) -> None:
    as_curl_does = {"Content_Type": "application/x-www-form-urlencoded"}
    job = admin.done(admin.bring(admin.export("format=jsonl"), "format=jsonl", **as_curl_does))
    assert (job["unchanged"], job["rows"], job["revision"]) == (len(listed), len(listed), None)


def test_an_import_is_taken_back_once_it_is_done(listed: Mapping[str, Any], admin: Admin) -> None:
    path = admin.bring("number,label\n13900000030,\n13900000001,other\n")
    status, problem = admin.ask("POST", f"{path}/revert")
    assert (status, "not done yet" in problem["detail"]) == (409, True)
    done = admin.done(path)
    status, answer = admin.ask("POST", f"{path}/revert?why=wrong+file")
    assert status == 202
    back = admin.done(f"{IMPORTS}/{answer['import_id']}")
    assert (back["state"], back["reverts"], back["removed"], back["updated"]) == ("done", done["revision"], 1, 1)
    assert {entry["number"]: entry for entry in map(json.loads, admin.export("format=jsonl").splitlines())} == listed


def test_what_has_changed_nothing_cannot_be_taken_back(jobs: Mapping[str, Any], admin: Admin) -> None:
    for name in ("dry run", "again"):
        status, problem = admin.ask("POST", f"{IMPORTS}/{jobs[name]['import_id']}/revert")
        assert (status, problem["detail"]) == (409, "This import has changed nothing.")


def test_an_import_that_nobody_requested_is_404(admin: Admin) -> None:
    for name in ("nobody", "%00", "%FF", "9" * 5000, "'"):
        assert admin.ask("GET", f"{IMPORTS}/{name}")[0] == 404
        assert admin.ask("POST", f"{IMPORTS}/{name}/revert")[0] == 404


def test_a_mistake_in_the_query_is_422_and_nothing_is_read(admin: Admin) -> None:
    newest = admin.ask("GET", "/v1/admin/changes?limit=1")
    for named in (
        "list=grey",
        "format=spamblocker",
        "format=doc",
        "region=cn",
        "dry_run=maybe",
        "dryrun=1",
        "why=%00",
        "mode=merge",
    ):
        status, problem = admin.ask("POST", f"{IMPORTS}?{named}", b"13900000099\n")
        assert (status, list(problem["errors"])) == (422, [named.partition("=")[0]])
    assert admin.ask("GET", "/v1/admin/changes?limit=1") == newest
