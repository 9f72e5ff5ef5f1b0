"""Links from the command line: what is known of one, and how many of many give themselves away."""

import json
from pathlib import Path

import pytest

from tests.support.commands import run_here

FRAUD = "# fraud\nwww.jd.com.evil.top\n7771234.top\nhttp://jdkefu.top/x\n\n7771234.vip\n\ufffd..\n"
HARMLESS = "163.com\nwww.12306.cn\njd.com\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "fraud.txt", tmp_path / "harmless.txt"]
    for path, lines in zip(paths, (FRAUD, HARMLESS), strict=True):
        path.write_text(lines, "utf-8")
    return [str(path) for path in paths]


def test_a_link_is_shown_as_phones_get_it(database: Path) -> None:
    answer = json.loads(run_here("links", "show", "--database", str(database), "www.jd.com.evil.top").stdout)

    assert (answer["level"], answer["imitates"]) == ("warning", {"domain": "jd.com", "how": "subdomain"})


def test_files_of_domains_are_measured_by_reason_and_level(database: Path, files: list[str]) -> None:
    counted = json.loads(run_here("links", "measure", "--json", "--database", str(database), *files).stdout)

    assert counted["harmless.txt"] == {"total": 3, "levels": {"none": 3}, "reasons": {}}
    assert counted["fraud.txt"]["total"] == 5
    assert counted["fraud.txt"]["levels"] == {"warning": 1, "notice": 2, "none": 2}
    assert counted["fraud.txt"]["reasons"]["digits_with_cheap_ending"] == {"notice": 1, "none": 1}
    assert counted["fraud.txt"]["reasons"]["imitates_official_domain: subdomain"] == {"warning": 1}


def test_people_get_a_table_with_shares(database: Path, files: list[str]) -> None:
    table = run_here("links", "measure", "--database", str(database), *files).stdout

    assert "fraud.txt (5)" in table
    assert "3 (60.00%)" in table
    assert "notice or above" in table
