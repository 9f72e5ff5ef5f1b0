"""The examples of answers are what the server says, word for word."""

import json
from pathlib import Path

from tests.support import answers
from tests.support.clients.described import DOCUMENT, Judge, operations

SHOWN = [
    (operation, int(status), kind, name, example["value"])
    for operation in operations(DOCUMENT)
    for status, response in operation.spec["responses"].items()
    if status < "300"
    for kind, described in response.get("content", {}).items()
    for name, example in described.get("examples", {}).items()
]


def test_every_answer_that_succeeds_has_an_example_of_each_of_its_forms() -> None:
    bare = [
        f"{operation.name} {status} {kind}"
        for operation in operations(DOCUMENT)
        for status, response in operation.spec["responses"].items()
        if status in {"200", "201"} or (status < "300" and operation.name.endswith("imports"))
        for kind, described in response["content"].items()
        if not described.get("examples")
    ]
    assert bare == []


def test_every_example_of_an_answer_is_as_its_schema_has_it() -> None:
    judge = Judge(DOCUMENT)
    for operation, status, kind, name, value in SHOWN:
        described = operation.spec["responses"][str(status)].get("headers", {})
        headers = {"content-type": kind, **dict.fromkeys(described, "")}
        assert judge.faults(operation, status, headers, value) == [], (operation.name, kind, name)


def test_every_example_of_an_answer_is_what_the_server_answers(tmp_path: Path) -> None:
    written = json.loads(answers.FILE.read_text("utf-8"))
    current = answers.recorded(tmp_path)
    assert answers.settled(written) == answers.settled(current), "python -m tests.support.answers writes them anew"


def test_the_examples_of_checks_say_what_they_are_called() -> None:
    levels = {
        name: one["value"]["level"]
        for name, one in json.loads(answers.FILE.read_text("utf-8"))["POST /v1/checks"].items()
    }
    assert levels == {
        "fraud_at_once": "critical",
        "call_begins": "warning",
        "screen_shared": "critical",
        "forwarding_reported": "critical",
        "daughter_calls": "none",
        "nothing_new": "none",
    }
