"""Whole lists go out as a stream: as of one moment, each entry once, in the forms that other programs read."""

import csv
import json
from io import StringIO
from typing import Any

import pytest

from guard_api.actions.imports.import_lists import import_now
from guard_api.lists.change import Author
from guard_api.lists.entry import ListName, Subject
from guard_api.lists.files.formats import Format
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import, ImportOrder
from tests.contracts.records import Record
from tests.support.phones import TestPhone

EXPORTS = "/v1/admin/exports"
MANY = 4500


def bring(services: Services, rows: bytes, target: ListName = ListName.BLOCK) -> Import:
    order = ImportOrder(target, Author("an import", services.clock()), "CN")
    return import_now(services, order, [rows], lambda _: None)


def export(admin: TestPhone, query: str = "") -> Any:
    response = admin.get(f"{EXPORTS}?{query}")
    assert response.status_code == 200, response.text
    return response


@pytest.fixture
def many(services: Services) -> Services:
    bring(services, "".join(f"139{n:08}\n" for n in range(MANY)).encode())
    bring(services, b"13800000000\n", ListName.ALLOW)
    return services


def test_a_list_of_any_length_comes_whole_sorted_and_each_entry_once(admin: TestPhone, many: Services) -> None:
    numbers = [row["number"] for row in csv.DictReader(StringIO(export(admin).text))]
    assert numbers == [f"+86139{n:08}" for n in range(MANY)]
    assert len(export(admin, "format=spamblocker").text.splitlines()) == 1 + 2 * MANY
    assert [json.loads(line)["number"] for line in export(admin, "format=jsonl").text.splitlines()] == numbers
    assert "+8613800000000" in export(admin, "list=allow").text


def test_an_export_is_of_one_moment_whatever_changes_while_it_runs(admin: TestPhone, many: Services) -> None:
    before = export(admin).text
    running = iter(export(admin).response)
    begun = next(running)
    last, headers = f"+86139{MANY - 1:08}", {"Authorization": f"Bearer {admin.key}"}
    assert admin.client.delete(f"/v1/admin/entries/block:exact:{last}", headers=headers).status_code == 204
    assert admin.post({"number": f"139{MANY - 2:08}"}, "/v1/admin/entries").status_code == 409
    assert admin.post({"number": f"139{MANY:08}"}, "/v1/admin/entries").status_code == 201
    assert (begun + b"".join(running)).decode() == before
    assert export(admin).text != before


CSV = """\
number,match,category,label,source,note,expires_at
+8613912345678,exact,fraud,"a, ""b"" c",S,N,2099-01-01T00:00:00+00:00
+8621555,prefix,other,,,,
"""
JSON_LINES = """\
{"number":"+8613912345678","match":"exact","category":"fraud",\
"label":"a, \\"b\\" c","source":"S","note":"N","expires_at":"2099-01-01T00:00:00Z"}
{"number":"+8621555","match":"prefix","category":"other","label":"","source":"","note":"","expires_at":null}
"""
SPAMBLOCKER = """\
pattern,description,flags,patternFlags
8613912345678,a b c,3,0
13912345678,a b c,3,0
8621555.*,other,3,0
0?21555.*,other,1,1024
"""


@pytest.mark.parametrize(
    ("form", "declared", "name", "text"),
    [
        ("csv", "text/csv; charset=utf-8", "blocklist.csv", CSV),
        ("jsonl", "application/x-ndjson", "blocklist.jsonl", JSON_LINES),
        ("spamblocker", "text/csv; charset=utf-8", "blocklist.csv", SPAMBLOCKER),
    ],
    ids=["csv", "jsonl", "spamblocker"],
)
def test_an_entry_has_all_its_details_in_each_form(
    admin: TestPhone, form: str, declared: str, name: str, text: str
) -> None:
    expiry = "2099-01-01T00:00:00Z"
    fields = {"category": "fraud", "label": 'a, "b" c', "source": "S", "note": "N", "expires_at": expiry}
    admin.post({"number": "13912345678", **fields}, "/v1/admin/entries")
    admin.post({"number": "021 555", "match": "prefix"}, "/v1/admin/entries")
    response = export(admin, f"format={form}")
    assert (response.text, response.content_type) == (text, declared)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Cache-Control"] == "no-store"


def test_a_download_of_this_server_is_read_by_it_as_nothing_new(admin: TestPhone, many: Services) -> None:
    tally = bring(many, export(admin).data).tally
    assert (tally.unchanged, tally.rows) == (MANY, MANY)


def test_an_empty_list_is_a_header_at_most(admin: TestPhone) -> None:
    assert export(admin).text.count("\n") == 1
    assert export(admin, "format=jsonl").text == ""


def test_allowed_numbers_are_not_written_for_an_app_that_would_block_them(admin: TestPhone) -> None:
    refused = admin.get(f"{EXPORTS}?list=allow&format=spamblocker")
    assert refused.status_code == 422
    assert "blocks" in refused.json["errors"]["format"][0]


def test_a_wrong_wish_is_422_and_named(admin: TestPhone) -> None:
    for wish in ("list=grey", "format=xls", "region=cn", "form=csv"):
        refused = admin.get(f"{EXPORTS}?{wish}")
        assert (refused.status_code, list(refused.json["errors"])) == (422, [wish.partition("=")[0]])


def test_a_list_that_cannot_be_read_is_503_and_not_an_empty_file(admin: TestPhone, record: Record) -> None:
    record.query("DROP TABLE listed")
    assert admin.get(EXPORTS).status_code == 503


@pytest.mark.parametrize("form", [form for form in Format if form not in {Format.XLS, Format.ODS}])
def test_each_form_has_a_media_type_and_a_name_of_its_own(admin: TestPhone, form: Format) -> None:
    target = ListName.BLOCK if form.only is not Subject.DOMAIN else ListName.BLOCK_DOMAINS
    answer = export(admin, f"list={target}&format={form}")
    assert answer.content_type == form.media
    assert answer.headers["Content-Disposition"].endswith(f'.{form.ending}"')
