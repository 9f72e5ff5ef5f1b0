"""The house can be taken in: rooms of about a dozen modules, modules of a page or a few, functions of a screen."""

import ast
from collections import Counter
from pathlib import Path

import guard_api

PACKAGE = Path(guard_api.__file__).parent
MODULES, LINES, FUNCTION_LINES = 13, 250, 40
RELEASED = {"steps/circle.py: circle", "steps/people.py: people"}
"""Migrations whose source stays as it was released."""


def test_a_room_has_about_a_dozen_modules() -> None:
    modules = Counter(file.parent for file in PACKAGE.rglob("*.py") if file.name != "__init__.py")
    assert {str(room): count for room, count in modules.items() if count > MODULES} == {}


def test_a_module_can_be_read_in_one_go() -> None:
    lines = {str(file): len(file.read_text("utf-8").splitlines()) for file in PACKAGE.rglob("*.py")}
    assert {file: count for file, count in lines.items() if count > LINES} == {}


def test_a_function_is_seen_at_once() -> None:
    long = {
        f"{file.parent.name}/{file.name}: {node.name}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    }
    assert long == RELEASED
