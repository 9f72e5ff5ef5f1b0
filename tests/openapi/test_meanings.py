"""What an answer holds is explained: every field by itself, and every word that it may be."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, fields

from guard_api.web.app import all_routes
from guard_api.web.openapi.document import Problem
from guard_api.web.openapi.words import MEANINGS
from tests.support.clients.described import DOCUMENT

SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]


def nested(schema: Schema) -> Iterator[Schema]:
    """Give a schema and all that it holds."""
    yield schema
    for field in schema.fields.values():
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from nested(inner.schema)


ANSWERS: dict[str, Schema] = {
    type(one).__name__: one
    for route in all_routes()
    for answer in (route.response, *route.note.also.values(), Problem())
    if answer is not None
    for one in nested(answer)
}


@pytest.mark.parametrize("schema", ANSWERS)
def test_every_field_of_every_answer_has_a_meaning(schema: str) -> None:
    for name, field in ANSWERS[schema].fields.items():
        meaning = SCHEMAS[schema]["properties"][field.data_key or name]["description"]
        assert meaning == meaning.strip()
        assert re.match(r"[A-Z`0-9].*[.:]", meaning), name


def declared(schema: type, name: str) -> str:
    """Name the class that declares a field: those that inherit it mean the same."""
    return next(
        one.__name__
        for one in schema.__mro__
        if name in vars(one).get("_declared_fields", {})
        and not any(
            name in vars(base).get("_declared_fields", {})
            and vars(base)["_declared_fields"][name] is vars(one)["_declared_fields"][name]
            for base in one.__mro__[1:]
        )
    )


def test_no_two_fields_have_the_same_meaning() -> None:
    named: defaultdict[str, set[str]] = defaultdict(set)
    for schema, name in ((schema, name) for schema, made in ANSWERS.items() for name in made.fields):
        shown = ANSWERS[schema].fields[name].data_key or name
        meaning = SCHEMAS[schema]["properties"][shown]["description"].partition("\n")[0]
        named[meaning].add(f"{declared(type(ANSWERS[schema]), name)}.{name}")
    assert {meaning: names for meaning, names in named.items() if len(names) > 1} == {}


WORDED = [
    (f"{schema}.{name}", field, field.get("items", field))
    for schema, described in SCHEMAS.items()
    for name, field in described.get("properties", {}).items()
    if {"enum", "x-extensible-enum"} & set(field.get("items", field))
]


def test_every_word_has_a_meaning() -> None:
    assert WORDED
    for name, field, words in WORDED:
        meanings = dict(re.findall(r"^- `([\w:-]+)`: (.+)$", field["description"], re.MULTILINE))
        known = [word for word in words.get("enum") or words["x-extensible-enum"] if isinstance(word, str)]
        assert list(meanings) == known, name


def test_parameters_that_are_one_of_a_few_words_say_what_each_means() -> None:
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            for parameter in operation["parameters"]:
                words = parameter["schema"].get("enum", ())
                assert all(f"`{word}`: " in parameter["description"] for word in words), parameter


def test_every_word_of_every_enumeration_has_a_meaning_of_its_own() -> None:
    for words, meanings in MEANINGS.items():
        assert list(meanings) == list(words)
        assert len(set(meanings.values())) == len(meanings)


@pytest.mark.parametrize("schema", ANSWERS)
def test_answers_may_get_more_words(schema: str) -> None:
    for field in SCHEMAS[schema]["properties"].values():
        assert "enum" not in field
        assert "enum" not in field.get("items", {})


def test_what_a_cursor_of_a_request_means_is_not_written_of_a_time() -> None:
    assert SCHEMAS["Evidence"]["properties"]["since"]["description"].startswith("When it began")
    assert "percent" not in json.dumps([SCHEMAS[name] for name in ANSWERS])
