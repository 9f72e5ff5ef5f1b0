"""Imports in the console: what is sent, looked at, tried, imported, stopped and undone; and by whom."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import xlsxwriter
from flask import Flask

from guard_api.jobs.handlers import run_queued
from guard_api.lists.actor import ConsoleActor, author_of
from guard_api.lists.entry import Entry, EntryKey, ListName, Match
from guard_api.lists.files.formats import Format
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportState
from guard_api.ports.people.people import Role
from guard_api.web.console.app import console_app
from tests.support.people import ConsoleClient
from tests.web.console.conftest import LogIn
from tests.web.files.test_list_imports import Idle

A, B = "+8613912345678", "+8613912345679"
NEW = "/console/imports/new"
LIST = "某市诈骗号码\n手机号,说明\n139 1234 5678,冒充京东\n1.39E+10,x\n"
LABEL_ONLY: dict[str, Any] = {"header": "1", "column-0": "label"}
EVIL = "<img src=x onerror=alert(1)>.csv"


@pytest.fixture
def services(services: Services) -> Services:
    settings = replace(services.console, four_eyes_above=2, small_import=3)
    return replace(services, runner=Idle(), console=settings)


@pytest.fixture
def console(services: Services) -> Flask:
    app = console_app(services)
    app.test_client_class = ConsoleClient
    return app


def sent(client: ConsoleClient, content: bytes = b"", name: str = "list.csv", text: str = "") -> Any:
    fields: dict[str, Any] = {"file": (BytesIO(content), name)} if content else {"text": text}
    return client.send(NEW, **fields, list="block")


def look_of(answer: Any) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def tried(client: ConsoleClient, services: Services, look: str, **more: object) -> Import:
    query = {name: values[0] for name, values in parse_qs(urlsplit(look).query).items()}
    fields: dict[str, Any] = {**query, "do": "check", **more}
    answer = client.send(urlsplit(look).path, page=look, **fields)
    assert answer.status_code == 303, answer.text
    run_queued(services)
    return services.jobs.get(answer.headers["Location"].rpartition("/")[2])


def stands(services: Services, number: str) -> bool:
    return services.lists.get(EntryKey(ListName.BLOCK, Match.EXACT, number)) is not None


def test_a_file_is_looked_at_tried_and_imported(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    look = look_of(sent(client, LIST.encode("gbk"), EVIL))
    shown = client.get(look).text
    assert "冒充京东" in shown
    assert "GB18030" in shown
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;.csv" in shown
    dry = tried(client, services, look, why="agreed")
    assert (dry.state, dry.tally.added, dry.tally.rejected, dry.order.author.who) == (
        ImportState.DONE,
        1,
        1,
        "console:editor",
    )
    page = client.get(f"/console/imports/{dry.id}").text
    assert "Nothing is changed yet" in page
    assert "format the column as text" in page
    assert not stands(services, A)
    done = client.send(f"/console/imports/{dry.id}/import", page=f"/console/imports/{dry.id}", why="")
    run_queued(services)
    assert stands(services, A)
    job = services.jobs.get(done.headers["Location"].rpartition("/")[2])
    assert (job.state, job.order.author.why) == (ImportState.DONE, "agreed")
    undo = client.send(f"/console/imports/{job.id}/undo", page=f"/console/imports/{job.id}", why="wrong one")
    assert undo.status_code == 303
    run_queued(services)
    assert not stands(services, A)
    assert "Undoing of change" in client.get(undo.headers["Location"]).text
    assert all(text in client.get("/console/imports").text for text in ("Trial", "Done", "&lt;img"))


def test_pasted_lines_and_cells_are_read(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    look = look_of(sent(client, text=f"{A}\tJD\n{B}\t\n"))
    assert "JD" in client.get(look).text
    dry = tried(client, services, look, header="0", **{"column-0": "number", "column-1": "label"})
    assert (dry.tally.added, dry.order.layout) == (2, (0, ("number", "label")))
    assert sent(client).status_code == 422


def test_what_a_person_chooses_of_columns_counts_and_is_in_the_address(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    look = look_of(sent(client, f"wer,wen\nJD,{A}\n".encode()))
    assert "Say below which column is which" in client.get(look).text
    columns: dict[str, Any] = {"header": "1", "column-0": "label", "column-1": "number"}
    again = client.send(urlsplit(look).path, page=look, file="list.csv", do="look", **columns)
    query = parse_qs(urlsplit(again.headers["Location"]).query)
    assert (query["header"], query["columns"]) == (["1"], ["label,number"])
    assert '<option value="label" selected>' in client.get(again.headers["Location"]).text
    dry = tried(client, services, again.headers["Location"])
    assert dry.tally.added == 1
    wrong = client.send(urlsplit(look).path, page=look, do="check", **LABEL_ONLY)
    assert wrong.status_code == 422
    assert "No column holds a number" in wrong.text


def workbook() -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name in ("about", "名单"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["手机号", "说明"])
            for at, row in enumerate([["13912345678", "京东"], ["1.39E+10", "x"], ["95588", "=1+1"]], 1):
                for column, cell in enumerate(row):
                    sheet.write_string(at, column, cell)
    return made.getvalue()


def test_a_sheet_is_chosen_and_what_is_left_out_is_given_back_for_excel(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    look = look_of(sent(client, workbook(), "list.xlsx"))
    shown = client.get(look).text
    assert '<option value="名单"' in shown
    dry = tried(client, services, look, sheet="名单")
    assert (dry.read_as.sheet, dry.tally.added, dry.tally.rejected) == ("名单", 1, 2)
    file = client.get(f"/console/imports/{dry.id}/rejected.xlsx")
    assert file.mimetype == Format.XLSX.media
    rows = [*services.spreadsheets.read([file.data], Format.XLSX, None).rows]
    assert rows[0] == ["Line", "Why", "手机号", "说明"]
    assert [(row[0], row[2:]) for row in rows[1:]] == [("3", ["1.39E+10", "x"]), ("4", ["95588", "=1+1"])]
    assert "Industrial and Commercial Bank of China" in rows[2][1]
    again = tried(client, services, look_of(sent(client, file.data, "rejected.xlsx")))
    assert (again.tally.rows, again.tally.rejected) == (2, 2)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("bomb.xlsx", b"PK no workbook", "no workbook that can be read"),
        ("list.csv", b"a,b\nc,d\n", "do not say which column"),
    ],
)
def test_what_cannot_be_read_is_reported_plainly(log_in: LogIn, name: str, content: bytes, expected: str) -> None:
    client = log_in(Role.EDITOR)
    answer = client.get(look_of(sent(client, content, name)))
    assert answer.status_code == 200
    assert expected in answer.text


def test_an_upload_that_is_gone_is_reported(log_in: LogIn) -> None:
    client = log_in(Role.EDITOR)
    for name in ("0" * 16, "turn", "..%2Fguard.db"):
        assert client.get(f"{NEW}/{name}").status_code in {404, 410}


def test_an_editor_imports_little_and_replaces_nothing(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    many = tried(client, services, look_of(sent(client, "\n".join(f"+861391234{n:04d}" for n in range(4)).encode())))
    replacing = tried(client, services, look_of(sent(client, A.encode())), mode="replace", source="police")
    for job in (many, replacing):
        page = client.get(f"/console/imports/{job.id}").text
        assert "are for publishers" in page
        assert f"/console/imports/{job.id}/import" not in page
        for action in ("import", "replace"):
            token_page = NEW
            assert client.send(f"/console/imports/{job.id}/{action}", page=token_page).status_code == 403
    run_queued(services)
    assert not stands(services, A)


def test_to_replace_much_takes_two_people(log_in: LogIn, services: Services) -> None:
    publisher, admin = log_in(Role.PUBLISHER), log_in(Role.ADMIN)
    numbers = [f"+861391234{n:04d}" for n in range(4)]
    first = tried(publisher, services, look_of(sent(publisher, "\n".join(numbers).encode())), source="police")
    publisher.send(f"/console/imports/{first.id}/import", page=f"/console/imports/{first.id}")
    run_queued(services)
    dry = tried(publisher, services, look_of(sent(publisher, A.encode())), mode="replace", source="police")
    assert dry.tally.removed == 4
    page = f"/console/imports/{dry.id}"
    assert "a second person confirms it" in publisher.get(page).text
    answer = publisher.send(f"{page}/replace", page=page, why="new list")
    assert answer.headers["Location"] == "/console/proposals"
    assert not stands(services, A)
    assert all(stands(services, number) for number in numbers)
    [proposal] = services.proposals.list()
    confirm = f"/console/proposals/{proposal.id}/confirm"
    assert publisher.send(confirm, page="/console/proposals").status_code == 403
    assert admin.send(confirm, page="/console/proposals").status_code == 303
    run_queued(services)
    assert stands(services, A)
    assert not any(stands(services, number) for number in numbers)
    newest = services.changes.list((1 << 63) - 1, 1)[0]
    assert newest.who == "console:publisher, console:admin"


def test_to_replace_takes_who_has_proved_lately_who_they_are(log_in: LogIn, services: Services, clock: Any) -> None:
    client = log_in(Role.PUBLISHER)
    dry = tried(client, services, look_of(sent(client, A.encode())), mode="replace", source="police")
    page = f"/console/imports/{dry.id}"
    clock.pass_(minutes=20)
    answer = client.send(f"{page}/replace", page=page)
    assert answer.status_code in {302, 303}
    assert "/console/confirm" in answer.headers["Location"]
    assert services.jobs.unfinished() == []


def test_an_import_is_stopped_by_whose_it_is_or_a_publisher(log_in: LogIn, services: Services) -> None:
    editor, publisher = log_in(Role.EDITOR), log_in(Role.PUBLISHER)
    dry = tried(publisher, services, look_of(sent(publisher, A.encode())))
    publisher.send(f"/console/imports/{dry.id}/import", page=f"/console/imports/{dry.id}")
    [name] = services.jobs.unfinished()
    page = editor.get(f"/console/imports/{name}").text
    assert "Waits for its turn" in page
    assert "/stop" not in page
    assert editor.send(f"/console/imports/{name}/stop", page=NEW).status_code == 403
    assert editor.get(f"/console/imports/{name}/progress").headers.get("HX-Refresh") is None
    assert publisher.send(f"/console/imports/{name}/stop", page=f"/console/imports/{name}").status_code == 303
    assert "Nothing was changed" in publisher.get(f"/console/imports/{name}").text
    assert editor.get(f"/console/imports/{name}/progress").headers["HX-Refresh"] == "true"
    done = tried(publisher, services, look_of(sent(publisher, B.encode())))
    publisher.send(f"/console/imports/{done.id}/import", page=f"/console/imports/{done.id}")
    [name] = services.jobs.unfinished()
    run_queued(services)
    assert editor.send(f"/console/imports/{name}/undo", page=NEW).status_code == 403


def test_a_viewer_sees_imports_and_imports_nothing(log_in: LogIn, services: Services) -> None:
    editor, viewer = log_in(Role.EDITOR), log_in(Role.VIEWER)
    dry = tried(editor, services, look_of(sent(editor, A.encode())))
    assert "Import a list" not in viewer.get("/console/imports").text
    assert viewer.get(f"/console/imports/{dry.id}").status_code == 200
    for path in (NEW, f"{NEW}/{dry.id}", f"/console/imports/{dry.id}/rejected.xlsx"):
        assert viewer.get(path).status_code == 403
    assert viewer.get("/console/imports/nothing").status_code == 404


def test_pages_are_in_chinese_for_who_reads_it(log_in: LogIn, services: Services) -> None:
    client = log_in(Role.EDITOR)
    client.send("/console/language", page="/console/imports", language="zh-CN", next="/console/imports")
    dry = tried(client, services, look_of(sent(client, LIST.encode("gbk"))))
    page = client.get(f"/console/imports/{dry.id}").text
    assert "请把该列设为文本格式" in page
    assert "console." not in page.replace("console.css", "").replace("console.js", "").replace("/console", "")


def test_undoing_a_large_import_takes_a_second_person(log_in: LogIn, services: Services) -> None:
    editor = log_in(Role.EDITOR)
    dry = tried(editor, services, look_of(sent(editor, text=f"{A}\n{B}\n+8613912345670\n")))
    done = editor.send(f"/console/imports/{dry.id}/import", page=f"/console/imports/{dry.id}", why="")
    run_queued(services)
    name = done.headers["Location"].rpartition("/")[2]
    undo = editor.send(f"/console/imports/{name}/undo", page=f"/console/imports/{name}", why="wrong one")
    assert editor.get(undo.headers["Location"]).status_code == 200
    run_queued(services)
    assert stands(services, A)
    [proposal] = services.proposals.list()
    assert (proposal.count, proposal.who, proposal.why) == (3, "console:editor", "wrong one")
    publisher = log_in(Role.PUBLISHER)
    assert "has listed 3 entries" in publisher.get("/console/proposals").text
    confirmed = publisher.send(f"/console/proposals/{proposal.id}/confirm", page="/console/proposals")
    assert confirmed.status_code == 303
    run_queued(services)
    assert not stands(services, A)


def test_so_does_taking_back_its_change(log_in: LogIn, services: Services) -> None:
    keys = [EntryKey(ListName.BLOCK, Match.EXACT, f"+861391234567{n}") for n in range(3)]
    author = author_of(ConsoleActor("li"), services.clock())
    revision = services.lists.add_all({key: Entry(key.number) for key in keys}, author)
    publisher, page = log_in(Role.PUBLISHER), f"/console/changes/{revision}"
    assert publisher.send(f"{page}/undo", page=page).headers["Location"] == "/console/proposals"
    assert stands(services, keys[0].number)
    [proposal] = services.proposals.list()
    admin = log_in(Role.ADMIN)
    assert admin.send(f"/console/proposals/{proposal.id}/confirm", page="/console/proposals").status_code == 303
    assert not stands(services, keys[0].number)
    # What undoes a removal takes nothing off.
    back = services.changes.list(1 << 62, 1)[0].revision
    assert publisher.send(f"/console/changes/{back}/undo", page=f"/console/changes/{back}").status_code == 303
    assert stands(services, keys[0].number)
