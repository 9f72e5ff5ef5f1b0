"""Every face of the product calls actions and presenters, and pays for nothing that it does not use."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from textwrap import dedent
from typing import get_type_hints

import pytest

import guard_api
from guard_api.ports import Services
from guard_api.web.app import all_routes
from guard_api.web.contract.route import Route

PACKAGE = Path(guard_api.__file__).parent
FACES = sorted(
    file for face in ("web/api", "web/phoneblock", "web/console", "cli") for file in (PACKAGE / face).rglob("*.py")
)
TYPES = get_type_hints(Services)
PORTS = {field.name for field in fields(Services) if getattr(TYPES[field.name], "_is_protocol", False)}
"""The parts of `Services` that reach outside; what else it holds are values."""
SERVICES = {"services", "opened", "open_services"}
"""What services are called, and what makes them."""
LINES = 6


def ports_touched(source: str) -> Iterator[str]:
    """Name the ports that are reached for, wherever the services come from: a name, a request, or what opens them."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute) or node.attr not in PORTS:
            continue
        of = node.value.func if isinstance(node.value, ast.Call) else node.value
        name = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
        if name in SERVICES:
            yield f"line {node.lineno}: {node.attr}"


def test_what_reaches_for_a_port_is_seen() -> None:
    assert {"lists", "keys", "jobs", "reference"} <= PORTS
    assert not {"clock", "default_region"} & PORTS
    for source in ("services.keys.list()", "request.services.keys", "opened(database).keys.list()"):
        assert [*ports_touched(source)] == ["line 1: keys"]
    assert not [*ports_touched("subject.lists[0], services.default_region, config.policy")]


@pytest.mark.parametrize("file", FACES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_face_reaches_for_a_port(file: Path) -> None:
    assert not [*ports_touched(file.read_text())]


def body_lines(view: Callable[..., object]) -> int:
    """Count the lines of a function behind its docstring."""
    function = ast.parse(dedent(inspect.getsource(view))).body[0]
    assert isinstance(function, ast.FunctionDef)
    first, last = function.body[1], function.body[-1]
    return (last.end_lineno or last.lineno) - first.lineno + 1


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.name)
def test_a_view_is_its_contract_a_line_of_documentation_and_a_few_lines(route: Route) -> None:
    assert route.summary
    assert "\n" not in route.summary
    assert body_lines(route.view) <= LINES


HEAVY = ("flask", "werkzeug", "marshmallow", "apispec", "granian", "guard_api.web")


COMMANDS = (
    "keys list",
    "keys create --scope device --region FR",
    "enrolment-codes create",
    "blocklist add +8613912345678",
    "blocklist list --json",
    "blocklist history --json",
    "blocklist show 95588 --json",
)
ONE_AFTER_THE_OTHER = f"""
import sys
from guard_api.cli import main
for command in ("--version", *{COMMANDS}):
    try:
        main([*command.split(), *(() if command == "--version" else sys.argv[1:])], standalone_mode=False)
    finally:
        print(command, *({{*sys.modules}} & {{*{HEAVY}}}), file=sys.stderr, sep="\\t")
"""


def test_what_opens_a_database_and_each_command_load_no_web(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ONE_AFTER_THE_OTHER, "--database", str(tmp_path / "guard.db")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stderr.splitlines() == ["--version", *COMMANDS]
