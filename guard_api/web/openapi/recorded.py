"""Answers to the examples that routes carry, as the server gave them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def answers() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Give answers: by route and example, each with its content type."""
    examples: Mapping[str, Mapping[str, Mapping[str, Any]]] = json.loads(
        (files("guard_api.web.openapi") / "answers.json").read_text("utf-8")
    )
    return examples
