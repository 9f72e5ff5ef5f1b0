"""Lines of the log: what went wrong and where, without what anybody said."""

import json
import logging
from contextvars import copy_context
from typing import Any

import pytest

from guard_api.logs import JsonLines, TextLines, request_id

SECRET = "13912344711"


def fail() -> None:
    try:
        int(f"{SECRET}x")
    except ValueError as error:
        raise KeyError(SECRET) from error


def failed() -> logging.LogRecord:
    with pytest.raises(KeyError) as caught:
        fail()
    error = (caught.type, caught.value, caught.tb)
    return logging.LogRecord("guard_api.web", logging.ERROR, "", 0, "unexpected", (), error)


def test_an_exception_is_logged_by_its_type_and_place_and_never_quoted() -> None:
    record = failed()
    line = json.loads(JsonLines().format(record))
    assert [step for step in line["error"] if "Error" in step] == ["KeyError", "ValueError"]
    assert any("test_logs.py:" in step and step.endswith(" fail") for step in line["error"])
    text = TextLines().format(record)
    assert "ERROR guard_api.web unexpected" in text
    assert "\n  KeyError" in text
    assert SECRET not in json.dumps(line) + text


def test_lines_of_one_request_share_its_id() -> None:
    record = logging.LogRecord("guard_api.store", logging.WARNING, "", 0, "slow: %s", ("disk",), None)

    def written(request: str | None) -> Any:
        request_id.set(request)
        return json.loads(JsonLines().format(record))

    within, outside = (copy_context().run(written, request) for request in ("ab12", None))
    assert (within["request"], within["message"], within["level"]) == ("ab12", "slow: disk", "WARNING")
    assert "request" not in outside
