"""At a terminal: patterns are tuned and undone, cases explained, policies tried; what cannot be is said in a line."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.json import encode

from guard_api.actions.tuning.calibrate import shipped_outcomes
from guard_api.cli import main
from guard_api.cli.tuning.recorded import Written, dated, recording_of, written_in
from guard_api.engine.backtests.replay import replay
from guard_api.engine.edits import PolicyEdits
from guard_api.guardbench.cases import read_folder, shipped_cases
from guard_api.lists.change import Author
from guard_api.patterns.article import FRAUD, TWIN
from guard_api.ports import Device, Scope, Services
from guard_api.web.app import create_app
from tests.contracts.records import Record
from tests.support.clock import Clock
from tests.support.databases import with_lists
from tests.support.phones import TestPhone

STEPS = [
    {"minute": 0, "check": {"caller_number": "13912345678", "call_state": "active"}},
    {"minute": 3, "check": {"screen_share_active": True, "observed_at": 2.5}},
    {"minute": 6, "by": "person", "check": {"caller_in_contacts": True, "contact_added_at": -60}},
    {"minute": 9, "check": {"foreground_app": "com.icbc", "moments": [{"kind": "code_received", "observed_at": 8}]}},
]
CASE: Mapping[str, Any] = {
    "id": "a-case",
    "title": "A case",
    "label": "fraud",
    "kind": "share",
    "source": "made up",
    "region": "CN",
    "steps": STEPS,
    "hours": 1,
    "money_at": 30,
}


WRONG = {**CASE, "steps": [{"minute": 0, "check": {"links": 3}}]}


def run(record: Record, *arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments, *record.arguments])
    assert done.exit_code == 0, done.output
    return done.output


def refused(record: Record, *arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments, *record.arguments])
    assert done.exit_code in {1, 2}
    assert "Traceback" not in done.output
    return done.output


def cases_in(folder: Path, *cases: Mapping[str, Any], version: int = 1) -> str:
    file = folder / "cases.json"
    file.write_text(json.dumps({"guardbench": version, "cases": cases}), "utf-8")
    return str(file)


def test_patterns_are_shown_set_and_undone(record: Record) -> None:
    assert run(record, "patterns", "set", "fraud_link", "--mode", "shadow", "--weight", "40", "--why", "shops") == (
        "version 1\n"
    )
    listed = {one["id"]: one for one in json.loads(run(record, "patterns", "list", "--json"))["patterns"]}
    assert (listed["fraud_link"]["mode"], listed["fraud_link"]["weight"]) == ("shadow", 40)
    assert "fraud_link *" in run(record, "patterns", "list")
    assert run(record, "patterns", "thresholds") == "notice 20, warning 50, critical 80; version 1\n"
    assert run(record, "patterns", "thresholds", "--warning", "60").endswith("warning 60, critical 80; version 2\n")
    assert "shops" in run(record, "patterns", "history")
    assert [one["version"] for one in json.loads(run(record, "patterns", "history", "--json"))["versions"]] == [2, 1]
    assert run(record, "patterns", "undo", "1") == "version 3\n"
    assert "fraud_link *" not in run(record, "patterns", "list")


def test_what_cannot_be_is_reported_and_changes_nothing(record: Record, tmp_path: Path) -> None:
    assert "no such pattern" in refused(record, "patterns", "set", "nothing", "--mode", "off")
    assert "--mode" in refused(record, "patterns", "set", "fraud_link")
    assert "101" in refused(record, "patterns", "set", "fraud_link", "--weight", "101")
    assert "rise" in refused(record, "patterns", "thresholds", "--notice", "90")
    assert "no such version" in refused(record, "patterns", "undo", "7")
    case = cases_in(tmp_path, CASE)
    for text, why in (
        ("{", "truncated"),
        ('{"patterns": {"nothing": {}}}', "no such pattern"),
        ('{"patterns": {"fraud_link": {"weight": 101}}}', "0 to 100"),
        ('{"patterns": {"fraud_link": {"wait": 1}}}', "wait"),
        ('{"thresholds": {"notice": 90}}', "rise"),
    ):
        (tmp_path / "policy.json").write_text(text, "utf-8")
        assert why in refused(record, "backtest", "shipped", str(tmp_path / "policy.json"), case)
    assert "No such file" in refused(record, "backtest", "shipped", str(tmp_path / "none.json"), case)
    assert json.loads(run(record, "patterns", "history", "--json")) == {"versions": []}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "truncated"),
        (b'{"guardbench": 2, "cases": []}', "newer"),
        (b"\xff\xfe", "case"),
        (b"[]", "case"),
        (json.dumps({"guardbench": 1, "cases": [WRONG]}).encode(), "links"),
    ],
)
def test_cases_that_cannot_be_read_are_named(content: bytes, why: str, record: Record, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(content)
    for command in (["explain"], ["calibrate"], ["backtest", "shipped", "current"]):
        assert why in refused(record, *command, str(file))
    assert "No such file" in refused(record, "explain", str(tmp_path / "none.json"))
    lines = tmp_path / "case.jsonl"
    lines.write_bytes(encode(FRAUD) + b"\n{\n")
    assert "case.jsonl, line 2" in refused(record, "backtest", "shipped", "current", str(lines))


def test_a_recorded_file_is_explained_check_by_check(record: Record, tmp_path: Path) -> None:
    file = cases_in(tmp_path, CASE)
    [explained] = json.loads(run(record, "explain", file, "--json"))
    assert [one["level"] for one in explained["moments"]] == ["none", "warning", "warning", "critical"]
    text = run(record, "explain", file, "--case", "a-case")
    assert "screen_share_with_stranger" in text
    assert "lacks sign" in text
    assert "no such case" in refused(record, "explain", file, "--case", "b")


def test_what_another_policy_changes_is_shown_with_each_case(record: Record, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    without = {"patterns": {"screen_share_with_stranger": {"mode": "off"}}, "thresholds": {"warning": 55}}
    other.write_text(json.dumps(without), "utf-8")
    lines = tmp_path / "kept.jsonl"
    lines.write_bytes(encode(FRAUD) + b"\n" + encode(TWIN) + b"\n")
    answer = json.loads(
        run(record, "backtest", "shipped", str(other), cases_in(tmp_path, CASE), str(lines), "kept", "--json")
    )
    assert (answer["cases"], answer["frauds"], answer["harmless"]) == (3, 2, 1)
    assert {one["id"] for one in answer["changed"]} >= {"a-case"}
    assert answer["lost"]["cases"] == 1
    text = run(record, "backtest", "shipped", str(other), str(lines), str(tmp_path / "cases.json"))
    assert "later, or not" in text
    assert "a-case" in text
    assert "cases change" not in run(record, "backtest", "current", "shipped", str(lines))


@pytest.mark.slow("plays all cases, twice")
def test_queued_back_tests_are_done_on_what_ships(record: Record, services: Services) -> None:
    name = services.backtests.enqueue(PolicyEdits(), _author(services))
    run(record, "backtests", "run-queued")
    done = services.backtests.get(name)
    assert done is not None
    assert done.result is not None
    result = json.loads(bytes(done.result))
    assert result["cases"] > len(read_folder(shipped_cases()))
    assert result["changed"] == []


def _author(services: Services) -> Author:
    return Author("Ann", services.clock())


def test_live_verdicts_are_those_of_a_back_test(services: Services, clock: Clock) -> None:
    client = create_app(services).test_client()
    policy = services.policy.current()
    for case in [one for one in read_folder(shipped_cases()) if len(one.steps) < 20][::5]:
        recording = recording_of(services, Written(case.id, case))
        device = Device(case.id, case.region, case.own_numbers)
        phone = TestPhone(client, services.keys.create(Scope.DEVICE, "", clock(), device)[1])
        live = []
        for step, recorded in zip(case.steps, recording.checks, strict=True):
            clock.now = recorded.received_at
            answer = phone.check(**{**dated(step.check), "told_by": step.check.get("told_by", step.by)})
            live.append((answer["level"], answer["score"], [one["pattern"] for one in answer["warnings"]]))
        played = [
            (decision.level, decision.score, [match.pattern.id for match in decision.matches])
            for (decision,) in replay(recording, [policy], services.timeline_life)
        ]
        assert live == played, case.id


@pytest.mark.slow("plays all cases with all sensors")
def test_what_is_built_in_of_calibration_is_what_the_cases_say(record: Record, services: Services) -> None:
    with_lists(services)
    made = run(record, "calibrate", str(shipped_cases()), "--csv")
    built_in = files("guard_api.actions.tuning") / "calibration.csv"
    assert made == built_in.read_text("utf-8"), "guard-api calibrate CASES --csv writes it anew"
    assert len(shipped_outcomes()) == len(read_folder(shipped_cases()))


def test_probabilities_are_shown_with_their_intervals(record: Record, tmp_path: Path) -> None:
    lines = tmp_path / "kept.jsonl"
    lines.write_bytes(encode(FRAUD) + b"\n" + encode(TWIN) + b"\n")
    assert [*written_in([lines])]
    steps = json.loads(run(record, "calibrate", str(lines), "--json"))["steps"]
    assert [(one["begin"], one["value"], one["n"]) for one in steps] == [(0, 0.0, 1), (100, 1.0, 1)]
    assert "100.0%" in run(record, "calibrate", str(lines))
