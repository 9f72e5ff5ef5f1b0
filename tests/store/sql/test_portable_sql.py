"""The SQL of the store is in the part of the language that SQLite and PostgreSQL share."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import guard_api.store.sql as room

FOLDER = Path(room.__file__).parent
OF_SQLITE = {"staging.py"}
"""The scratch file in which an import is sorted is one of SQLite, whatever keeps the lists."""
NOT_SHARED: Mapping[str, str] = {
    "INSERT OR": r"\bINSERT OR\b|\bREPLACE INTO\b",
    "a pragma, or another file": r"\b(PRAGMA|ATTACH|DETACH|VACUUM|ANALYZE)\b",
    "the row's number": r"\b(?:row|o)id\b|\b_rowid_\b",
    "IS between two values": r"\bIS (?!NULL\b|NOT NULL\b|NOT DISTINCT FROM\b|DISTINCT FROM\b)",
    "the sum of a condition": r"\bsum\((?:NOT\b|\(|[^()]*(?:[=<>]|\bIS\b|\bIN\b))",
    "max or min of several values": r"\b(?:max|min)\([^()]*,",
    "a column of an upsert that may be either's": r"\bDO UPDATE\s+SET\b.*?\b(\w+) = \1\b",
    "a subselect without a name": r"\bFROM \((?:[^()]|\([^()]*\))*\)(?! AS \w)",
    "a name that is a word of PostgreSQL": r"\bAS (?:all|any|both|end|limit|offset|only|order|some|user|window)\b",
    "substr from behind": r"\bsubstr\([^()]*,\s*-",
    "instr as a condition": r"\binstr\((?:[^()]|\([^()]*\))*\)(?!\s*(?:=|>|<))",
    "functions of one engine": r"\b(?:iif|ifnull|printf|strftime|group_concat|random|unixepoch|last_insert_rowid)\(",
    "operators of one engine": r"\b(?:GLOB|MATCH|REGEXP|COLLATE)\b|==",
    "how SQLite writes down tables": r"\b(?:AUTOINCREMENT|WITHOUT ROWID|STRICT|sqlite_\w+)\b",
}


def statements(source: str) -> Iterator[str]:
    """Give the texts of a module that are SQL, with what is put into them in braces."""
    for node in ast.walk(ast.parse(source)):
        text = None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
        if text is not None and re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|IN|AND|instr|substr)\b", text):
            yield text


def test_statements_are_found_where_they_stand() -> None:
    found = [*statements('A = "SELECT 1"\nB = f"""INSERT INTO x ({A}) VALUES (?)"""\n')]
    assert "SELECT 1" in found
    assert "INSERT INTO x ({}) VALUES (?)" in found


@pytest.mark.parametrize("kind", NOT_SHARED)
def test_the_store_sends_nothing_that_only_one_engine_understands(kind: str) -> None:
    found = {
        (path.name, text)
        for path in FOLDER.rglob("*.py")
        if path.name not in OF_SQLITE
        for text in statements(path.read_text("utf-8"))
        if re.search(NOT_SHARED[kind], text)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("INSERT OR", "INSERT OR IGNORE INTO hashed VALUES (?)"),
        ("a pragma, or another file", "ATTACH ? AS staged"),
        ("the row's number", "SELECT 1 FROM x ORDER BY rowid"),
        ("IS between two values", "a.x IS b.x"),
        ("the sum of a condition", "SELECT sum(a = b) FROM x"),
        ("the sum of a condition", "SELECT sum((a, b) = (c, d)) FROM x"),
        ("max or min of several values", "SET value = max(value, excluded.value)"),
        ("a column of an upsert that may be either's", "DO UPDATE SET value = value + 1"),
        ("a subselect without a name", "SELECT count(*) FROM (SELECT 1 FROM x LIMIT 3)"),
        ("substr from behind", "substr(number, -3) = ?"),
        ("instr as a condition", "a AND instr(lower(x || ' '), :text)"),
        ("functions of one engine", "iif(a, b, c)"),
        ("operators of one engine", "x GLOB ?"),
        ("how SQLite writes down tables", "SELECT 1 FROM sqlite_master"),
    ],
)
def test_what_only_one_engine_understands_is_noticed(kind: str, text: str) -> None:
    assert re.search(NOT_SHARED[kind], text)


def test_which_entry_decides_is_in_no_statement() -> None:
    order = re.compile(r"ORDER BY\s+(?:list|match|length)\b|\blength\(number\) (?:ASC|DESC)")
    found = {
        (path.name, text)
        for path in FOLDER.rglob("*.py")
        for text in statements(path.read_text("utf-8"))
        if order.search(text)
    }
    assert found == set()
    assert order.search("ORDER BY list DESC, match, length(number) DESC LIMIT 1")
