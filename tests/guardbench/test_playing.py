"""The bench as people run it: in one process, against a real server, and what stands in the guide."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from msgspec.structs import replace

from guard_api.guardbench.cases import Sensors, Step, read_folder, shipped_cases
from guard_api.guardbench.guards import CannotPlay, own_guard, server_guard
from guard_api.guardbench.measure import FALSE_GOAL, LEAD_GOAL, score
from guard_api.guardbench.play import Played, play
from guard_api.guardbench.report import Everything, played_by_all, put_into, report
from tests.support.commands import run_here
from tests.support.servers import Server, serving

GUIDE = files("guard_api") / "guides" / "guardbench.md"
ARTICLE = "jd-credit-dead-number"
SAMPLE = (ARTICLE, "in-courier-21", "slow-call-then-share-5h", "daughter-helps-by-phone", "day-014-shopkeeper")
CASES = {case.id: case for case in read_folder(shipped_cases())}


@pytest.fixture(scope="module")
def here() -> list[Played]:
    """Some cases, played in this process."""
    with own_guard() as guard:
        return [play(CASES[name], guard) for name in SAMPLE]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("guardbench"), workers=1, GUARD_CHECKS_PER_MINUTE="0") as started:
        yield started


def test_the_article_is_warned_of_long_before_the_money(here: list[Played]) -> None:
    article = here[0]

    assert article.level == "critical"
    assert article.lead is not None
    assert article.lead >= 30


def test_harmless_ones_are_left_in_peace(here: list[Played]) -> None:
    assert [one.warnings for one in here if not one.case.is_fraud] == [0, 0]


def test_the_same_is_answered_twice(here: list[Played]) -> None:
    with own_guard() as guard:
        assert [play(CASES[name], guard) for name in SAMPLE] == here


def test_a_server_answers_what_is_answered_here(here: list[Played], server: Server) -> None:
    code = server.command("enrolment-codes", "create", "--uses", str(len(SAMPLE))).strip()

    with server_guard(server.url, code) as guard:
        there = [play(CASES[name], guard) for name in SAMPLE]

    levels = [[(answer.minute, answer.level) for answer in one.answers] for one in here]
    assert [[(answer.minute, answer.level) for answer in one.answers] for one in there] == levels
    assert "guardbench" not in server.command("keys", "list", "--scope", "device")


def test_what_is_no_guard_is_reported_in_a_line(server: Server, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes((Path(str(shipped_cases())) / "fraud" / "loan.json").read_bytes())
    for url, code, reason in (
        ("ftp://localhost", "x", "not an address of HTTP"),
        ("http://127.0.0.1:9", "x", "127.0.0.1"),
        (server.url, "no-such-code", "POST /v1/devices: 403"),
        (f"{server.url}/docs", "x", "POST /v1/devices: 40"),
    ):
        with pytest.raises(CannotPlay, match=reason), server_guard(url, code) as guard:
            play(CASES[ARTICLE], guard)

    ran = run_here("guardbench", server.url, "--code", "no-such-code", "--cases", str(tmp_path), check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "403" in ran.stderr


def test_what_a_server_would_not_believe_is_played_here_only(server: Server) -> None:
    week = replace(CASES[ARTICLE], hours=168, steps=(*CASES[ARTICLE].steps, Step(9000, {"links": []})))

    with own_guard() as guard:
        assert play(week, guard).level == "critical"
    with pytest.raises(CannotPlay, match="longer than 18 hours"), server_guard(server.url, "x") as guard:
        play(week, guard)


def test_the_command_plays_a_folder_and_refuses_what_it_cannot(tmp_path: Path) -> None:
    folder, page = tmp_path / "cases", tmp_path / "page.md"
    folder.mkdir()
    (folder / "loan.json").write_bytes((Path(str(shipped_cases())) / "fraud" / "loan.json").read_bytes())
    page.write_text("<!-- guardbench -->\n<!-- end of guardbench -->\n")

    ran = run_here("guardbench", "--cases", str(folder), "--name", "mine", "--missed", "--write", str(page))

    tables = page.read_text().removeprefix("<!-- guardbench -->\n").removesuffix("<!-- end of guardbench -->\n")
    assert ran.stdout.startswith(tables)
    frauds = len(json.loads((folder / "loan.json").read_bytes())["cases"])
    assert f"| **mine** | {frauds}/{frauds} (100%) |" in tables
    assert all(line.startswith(("missed ", "false ")) for line in ran.stdout.removeprefix(tables).splitlines())
    assert (
        run_here("guardbench", "--schema").stdout == (files("guard_api.guardbench") / "cases.schema.json").read_text()
    )
    assert "needs both" in run_here("guardbench", "http://localhost", check=False).stderr

    (folder / "new.json").write_text('{"guardbench": 7}')
    newer = run_here("guardbench", "--cases", str(folder), check=False)
    assert (newer.returncode, newer.stdout) == (1, "")
    assert newer.stderr == "Error: new.json: is of version 7 of the format, newer than 1, which is read here\n"


@pytest.fixture(scope="module")
def everything() -> Everything:
    """All cases, played with all sensors."""
    with own_guard() as guard:
        return played_by_all(list(CASES.values()), guard)


@pytest.mark.slow("plays all cases with all sensors")
def test_the_guide_has_the_tables_of_today(everything: Everything) -> None:
    page = GUIDE.read_text("utf-8")

    assert put_into(page, report(everything, "guard_api"), "guide") == page, (
        "make them anew: guard-api guardbench --write guard_api/guides/guardbench.md"
    )


@pytest.mark.slow("plays all cases with all sensors")
def test_the_goals_are_held(everything: Everything) -> None:
    for sensors, played in everything.items():
        one = score(played)
        assert one.false_rate <= FALSE_GOAL, sensors
        assert one.lead is not None, sensors
        assert one.lead >= LEAD_GOAL, sensors
    assert score(everything[Sensors.FULL]).recall == 1
