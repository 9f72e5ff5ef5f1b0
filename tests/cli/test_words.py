"""What people write at the command line obeys the rule of the API, and what was stored obeys no terminal."""

from pathlib import Path

import pytest
from click.testing import Result

from guard_api.app import open_services, utc_now
from guard_api.config import Config
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from tests.support.commands import invoked

NUMBER = "+8613912345678"
STORED = "\x1b[31mFake\u202e \x9b1mbank"
HIDDEN = ["\x1b[31mred", "\u202eevil", "e\u200bvil", "a\u2028b", "\u3164", "\u2800", "\U000e0041", "\ufdd0", "x" * 501]


def run(database: Path, *arguments: str, stdin: str | None = None) -> Result:
    return invoked(*arguments, "--database", str(database), stdin=stdin)


@pytest.fixture
def stored(database: Path) -> Path:
    """Make a database in which an older program has left what no text may hold."""
    services = open_services(Config(database=database))
    key = EntryKey(ListName.BLOCK, Match.EXACT, NUMBER)
    entry = Entry(NUMBER, Match.EXACT, Category.FRAUD, STORED, STORED, STORED)
    services.lists.add(key, entry, Author(f"who{STORED}", utc_now(), f"why{STORED}"))
    return database


@pytest.mark.parametrize("option", ["--label", "--source", "--note", "--why"])
@pytest.mark.parametrize("text", HIDDEN)
def test_a_text_that_nobody_would_see_is_refused(database: Path, option: str, text: str) -> None:
    refused = run(database, "blocklist", "add", NUMBER, option, text)
    assert refused.exit_code == 2
    assert "must not" in refused.output
    assert run(database, "blocklist", "list", NUMBER).stdout == ""


@pytest.mark.parametrize("option", ["--source", "--why"])
def test_so_is_one_that_is_given_for_all_rows_of_a_file(database: Path, option: str) -> None:
    assert run(database, "blocklist", "import", "-", option, HIDDEN[0], stdin=f"{NUMBER}\n").exit_code == 2


def test_a_key_has_no_such_label_either(database: Path) -> None:
    assert run(database, "keys", "create", "--scope", "admin", "--label", HIDDEN[0]).exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--json"),
        ("show", NUMBER),
        ("show", NUMBER, "--json"),
        ("history",),
        ("history", "--json"),
        ("history", "1"),
        ("export",),
        ("export", "--format", "spamblocker"),
    ],
)
def test_what_was_stored_before_is_printed_as_text(stored: Path, arguments: tuple[str, ...]) -> None:
    shown = run(stored, "blocklist", *arguments)
    assert shown.exit_code == 0
    assert "bank" in shown.stdout
    assert not {"\x1b", "\u202e", "\x9b"} & {*shown.stdout}


def test_what_cannot_be_listed_is_named_as_text(database: Path) -> None:
    refused = run(database, "blocklist", "add", "\x1b[31m139")
    assert refused.exit_code == 1
    assert "\x1b" not in refused.output
