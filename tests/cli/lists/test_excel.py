"""Excel at the command line: files are told by their names, and what they were read as is said."""

import json
from pathlib import Path

import xlsxwriter
from click.testing import CliRunner, Result

from guard_api.cli import main

XLS = Path(__file__).parents[2] / "store" / "fixtures" / "list.xls"


def run(database: Path, *arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["blocklist", *arguments, "--database", str(database)])
    assert done.exit_code == code, done.output
    return done


def test_files_are_recognized_by_their_names_and_what_was_read_is_reported(database: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("号码,类别\n13912340005,诈骗\n".encode("gbk"))
    assert run(database, "import", str(tmp_path / "a.csv")).output.startswith("1 rows (gb18030): 1 added")
    assert run(database, "import", str(XLS)).output.startswith("2 rows (名单): 2 added")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("a", "b"):
            book.add_worksheet(name).write_column(0, 0, ["number", f"1391234000{'ab'.index(name)}"])
    assert "say which one" in run(database, "import", str(tmp_path / "a.xlsx"), code=1).output
    answer = json.loads(run(database, "import", str(tmp_path / "a.xlsx"), "--sheet", "b", "--json").stdout)
    assert (answer["sheet"], answer["format"], answer["rows"]) == ("b", "xlsx", 1)


def test_a_charset_that_is_named_holds(database: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("number,label\n13912340005,目\n".encode("gbk"))
    assert "(gb18030)" not in run(database, "import", str(tmp_path / "a.csv"), "--dry-run").output
    assert "(gb18030)" in run(database, "import", str(tmp_path / "a.csv"), "--charset", "gb18030").output
    assert "目" in run(database, "show", "13912340005", "--json").stdout


def test_a_workbook_goes_out_and_comes_back(database: Path, tmp_path: Path) -> None:
    run(database, "add", "13912340001", "--label", "=1+1", "--expires-at", "2099-01-05")
    out = tmp_path / "out.xlsx"
    run(database, "export", "--format", "xlsx", "--output", str(out))
    assert "1 unchanged, 0 rejected" in run(database, "import", str(out)).output
    assert "read only" in run(database, "export", "--format", "xls", code=2).output
