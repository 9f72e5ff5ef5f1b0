"""What the README lists is what the code has, word for word; what it tells people to type works."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from guard_api.cli import main
from guard_api.config import Config
from guard_api.environment import variable
from guard_api.patterns import FILES, PATTERNS
from guard_api.web.app import all_routes
from guard_api.web.contract.schemas.checks.checks import CheckIn

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
GUIDES = {guide.stem: guide.read_text("utf-8") for guide in (ROOT / "guard_api" / "guides").glob("*.md")}


def table(heading: str, text: str = README) -> list[tuple[str, ...]]:
    """Give the rows of the first table under a heading, without the header."""
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in row.strip("|").split(" | ")) for row in rows[2:]]


def documented(cls: type) -> dict[str, str]:
    """Give the docstring under each field of a class."""
    source = Path(ROOT / "guard_api" / "config.py").read_text("utf-8")
    return {f.name: re.search(rf' {f.name}: .*\n    """(.*)"""', source)[1] for f in fields(cls)}  # type: ignore[index] # every setting has one


def test_settings_are_all_listed() -> None:
    meanings = documented(Config)

    assert table("Settings", GUIDES["operate"]) == [
        (f"`{variable(name)}`", f"`{getattr(Config(), name)}`", meaning) for name, meaning in meanings.items()
    ]


def test_routes_are_all_listed() -> None:
    assert table("Routes", GUIDES["api"]) == [
        (f"`{route.method} {route.path}`", ", ".join(route.scopes) or "-", route.summary) for route in all_routes()
    ]


def test_patterns_are_all_listed() -> None:
    assert set(re.findall(r"`(\w+)`", str(table("Patterns")))) == {p.id for p in PATTERNS}
    assert table("All patterns", GUIDES["patterns"]) == [
        (f"`{p.id}`", str(p.routine or "-"), (file.__doc__ or "").partition("\n")[0])
        for p, file in zip(PATTERNS, FILES, strict=True)
    ]


def test_every_field_of_a_check_is_explained() -> None:
    section = README.split("\n## What a phone sends\n", 1)[1].split("\n## ", 1)[0]

    assert set(CheckIn().fields) <= set(re.findall(r"`(\w+)`", section))


def test_commands_are_all_listed() -> None:
    listed = " ".join(row[0] for row in table("Commands", GUIDES["operate"]))

    assert all(f"guard-api {name}" in listed for name, command in main.commands.items() if not command.hidden)


def test_the_readme_is_a_page_that_is_read_to_the_end() -> None:
    assert len(README.encode()) <= 10_000


def test_every_guide_is_named_in_the_readme_and_every_name_is_one() -> None:
    named = re.findall(r"\]\((guard_api/guides/\w[\w-]*\.md|tests/[\w/]+\.md)\)", README)

    assert all((ROOT / name).is_file() for name in named)
    assert {Path(name).stem for name in named if name.startswith("guard_api")} == set(GUIDES)


BENCH = (ROOT / "tests" / "bench" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("text", [README, BENCH, *GUIDES.values()], ids=["README", "bench", *GUIDES])
def test_every_file_that_is_named_is_there(text: str) -> None:
    named = set(re.findall(r"`((?:guard_api|tests|blocklists)/[\w/.-]+)`", text))

    assert [name for name in named if not (ROOT / name).exists() and not re.search("[A-Z]{4}", name)] == []


def test_every_room_stands_in_the_table_of_the_architecture() -> None:
    rooms = {path.name for path in (ROOT / "guard_api").iterdir() if (path / "__init__.py").is_file()}
    rooms_listed = {
        room for row in table("How it is built", GUIDES["architecture"]) for room in re.findall(r"`(\w+)/`", row[0])
    }

    assert rooms_listed == rooms - {"guides"}


def test_set_up_is_two_lines_from_a_fresh_clone() -> None:
    first, second = re.findall(r"^python3 -m venv \.venv.*$", README, re.MULTILINE)

    assert first.endswith("guard-api demo")
    assert second.endswith("pytest")


@pytest.mark.parametrize("folder", ["guard_api", "blocklists", "tests"])
def test_the_top_level_is_what_was_chosen(folder: str) -> None:
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - {"build", "dist", "guard.db"}

    assert folder in visible
    assert {name for name in visible if not name.startswith("guard.db")} <= {
        "guard_api",
        "blocklists",
        "tests",
        "pyproject.toml",
        "README.md",
        "LICENSE",
    }
