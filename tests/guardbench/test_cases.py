"""The format of the cases, and that what is broken or newer is said in a line."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from guard_api.guardbench.cases import BadCase, json_schema, read_cases, read_folder, shipped_cases

SCHEMA = files("guard_api.guardbench") / "cases.schema.json"
FRAUD: Mapping[str, Any] = {
    "id": "made-for-the-test",
    "title": "Made for the test",
    "label": "fraud",
    "kind": "test",
    "source": "made up",
    "region": "CN",
    "hours": 1,
    "money_at": 5,
    "steps": [{"minute": 0, "check": {"caller_number": "0095118"}}],
}


def written(**changes: object) -> bytes:
    """Write a file of one case; what is changed to None is left out."""
    case = {name: value for name, value in {**FRAUD, **changes}.items() if value is not None}
    return json.dumps({"guardbench": 1, "cases": [case]}).encode()


def test_the_schema_is_made_of_what_reads() -> None:
    made = json.dumps(json_schema(), indent=2) + "\n"

    assert SCHEMA.read_text() == made, (
        "write it anew: guard-api guardbench --schema > guard_api/guardbench/cases.schema.json"
    )


def test_all_cases_keep_to_the_schema() -> None:
    validator = Draft202012Validator(json_schema())

    for file in sorted(Path(str(shipped_cases())).rglob("*.json")):
        assert validator.is_valid(json.loads(file.read_bytes())), file


def test_a_case_is_read() -> None:
    (case,) = read_cases(written(), "one.json")

    assert (case.id, case.is_fraud, case.money_at, case.steps[0].check) == (
        "made-for-the-test",
        True,
        5,
        {"caller_number": "0095118"},
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "one.json: Input data was truncated"),
        (b"{", "one.json: Input data was truncated"),
        (b"\xff\xfe", "one.json: "),
        (b"[" * 100_000, "one.json: "),
        (b"[]", "one.json: Expected `object`, got `array`"),
        (b"{}", "one.json: Object missing required field `guardbench`"),
        (b'{"guardbench": 2, "cases": "anything"}', "is of version 2 of the format, newer than 1"),
        (b'{"guardbench": 0, "cases": []}', "Expected `int` >= 1 - at `$.guardbench`"),
        (written(label="dangerous"), "Invalid enum value 'dangerous' - at `$.cases[0].label`"),
        (written(id="Not an id"), "at `$.cases[0].id`"),
        (written(title=None), "missing required field `title`"),
        (written(surprise=1), "unknown field `surprise`"),
        (written(hours=169), "at `$.cases[0].hours`"),
        (written(steps=[]), "at `$.cases[0].steps`"),
        (written(steps=[{"minute": -1, "check": {"links": []}}]), "at `$.cases[0].steps[0].minute`"),
        (
            written(steps=[{"minute": 9, "check": {"links": []}}, {"minute": 8, "check": {"links": []}}]),
            "order of time",
        ),
        (written(hours=0.5, steps=[{"minute": 31, "check": {"links": []}}]), "its last step comes after its hours"),
        (written(money_at=None), "made-for-the-test: a fraud must say when the first money goes"),
        (written(ambiguous=True), "only what is harmless can be ambiguous"),
        (written(label="harmless"), "harmless has no time at which the money of a fraud goes"),
    ],
)
def test_what_cannot_be_read_is_reported_in_a_line(text: bytes, reason: str) -> None:
    with pytest.raises(BadCase) as refused:
        read_cases(text, "one.json")

    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_id_stands_once(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "one.json").write_bytes(written())
    (tmp_path / "below" / "two.json").write_bytes(written())
    (tmp_path / "notes.txt").write_text("no cases")

    with pytest.raises(BadCase, match=r"one\.json: made-for-the-test: another case has this id"):
        read_folder(tmp_path)


def test_a_folder_without_cases_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(BadCase, match=str(folder)):
            read_folder(folder)
