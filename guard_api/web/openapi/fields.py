"""Schemas put into JSON Schema exactly as they behave, no stricter: the fields of ours that apispec does not know."""

import inspect
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Regexp

from guard_api.lists.safe_text import HARMLESS
from guard_api.web.contract.fields import LastItems, LenientEnum, ShortText, TextOrObject, Until, UntrustedText
from guard_api.web.contract.requests import REGION, FromAdmin, FromPhone
from guard_api.web.openapi.descriptions import meaning_of
from guard_api.web.openapi.words import meant_by

REGIONS = {"type": "string", "enum": list(REGION.choices), "description": "A region by ISO 3166-1."}
_END = r"\Z"
"""What `$` is in ECMA-262, whose patterns JSON Schema has."""
_REGION_REF = {"$ref": "#/components/schemas/Region"}


_WORDS = "x-extensible-enum"
"""The words of an answer today (Zalando's RESTful API guidelines, rule 112): `enum` would forbid to add one."""


def _remarks(field: fields.Field[Any]) -> str:
    if isinstance(field, UntrustedText):
        return f"Any string; the first {field.limit} characters are read."
    if isinstance(field, LastItems):
        return f"The last {field.most} are read."
    return ""


def _pattern(field: fields.Field[Any]) -> dict[str, Any]:
    pattern = next((str(one.regex.pattern) for one in field.validators if isinstance(one, Regexp)), None)
    return {} if pattern is None else {"pattern": f"^{pattern.removesuffix(_END)}$"}


def _of_an_answer(field: fields.Field[Any]) -> bool:
    """Whether a field, or the list that it is an item of, belongs to a schema of what is answered."""
    owner: object = field.parent
    while isinstance(owner, fields.Field):
        owner = owner.parent
    return not isinstance(owner, FromPhone | FromAdmin)


def _given_words(field: fields.Field[Any]) -> Mapping[str, str]:
    words: Iterable[StrEnum] | Mapping[str, str] = field.metadata.get("words", ())
    return words if isinstance(words, Mapping) else meant_by(words)


def words_of(field: fields.Field[Any]) -> Mapping[str, str]:
    """Give the words that a field or the items of a list are of, and what each means; none where it is any text."""
    if isinstance(field, fields.List):
        return words_of(field.inner) or _given_words(field)
    if isinstance(field, LenientEnum):
        return meant_by(field.words)
    if isinstance(field, fields.Enum):
        allowed = [one.choices for one in field.validators if isinstance(one, OneOf)]
        return meant_by(word for word in field.enum if all(word in choices for choices in allowed))
    return _given_words(field)


def _worded(field: fields.Field[Any]) -> str:
    """List words with their meanings, in Markdown."""
    words = words_of(field)
    if not words:
        return ""
    lines = [f"- `{word}`: {meaning}" if meaning else f"- `{word}`" for word, meaning in words.items()]
    if _of_an_answer(field):
        lines.insert(0, "There may be more words than these:\n")
    elif isinstance(field, LenientEnum):
        lines.insert(0, "Any other word than these means unknown:\n")
    return "\n".join(lines)


def our_fields(_: OpenAPIConverter, field: fields.Field[Any], ret: dict[str, Any], **__: object) -> dict[str, Any]:
    """Add what a field of ours does; apispec calls this for each."""
    described = {**_pattern(field), **_choice(field, ret)}
    if isinstance(field, ShortText):
        described["pattern"] = f"^{HARMLESS}$"
    if isinstance(field, Until):
        # A moment or a day: of two formats in an `anyOf`, generators of clients make a type that is not there.
        ret.pop("format", None)
    if isinstance(field, TextOrObject):
        either = [{"type": "string"}, dict(ret)]
        ret.clear()
        described["anyOf"] = either
    if REGION in field.validators:
        ret.clear()
        described = {"anyOf": [_REGION_REF, {"type": "null"}]} if field.allow_none else dict(_REGION_REF)
    description = _description(field)
    return {**described, **({"description": description} if description else {})}


def _description(field: fields.Field[Any]) -> str:
    if not isinstance(field.parent, Schema):
        return ""
    meaning = str(field.metadata["description"]) if "description" in field.metadata else meaning_of(field)
    sentence = " ".join(part for part in (meaning, _remarks(field)) if part)
    return "\n\n".join(part for part in (sentence, _worded(field)) if part)


def _choice(field: fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
    """Give what a field may be one of: all there are, or, in an answer, those that there are today."""
    inside = field.parent if isinstance(field.parent, fields.List) else field
    words: list[Any] = [] if isinstance(field, fields.List) else [*words_of(inside)]
    if _of_an_answer(field):
        words = words or ret.get("enum", [])
        ret.pop("enum", None)
        return {_WORDS: words, **_kind(field)} if words else {}
    if isinstance(field, LenientEnum):
        return {"examples": sorted(words)}
    return {"enum": [*words, None] if field.allow_none else words, **_kind(field)} if words else {}


def _kind(field: fields.Field[Any]) -> dict[str, Any]:
    """Give the type of an enumeration, which apispec leaves open."""
    kind: object = ["string", "null"] if field.allow_none else "string"
    return {"type": kind} if isinstance(field, fields.Enum) else {}


class Converter(OpenAPIConverter):
    """Says of a schema what its docstring says, and who may add fields to it."""

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        """Describe a schema."""
        described: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call] # as apispec has it
        described["description"] = inspect.getdoc(type(schema)) or ""
        if not isinstance(schema, FromAdmin):
            # Phones and answers may have more fields, which is what JSON Schema goes by. Said aloud, it would make
            # generators of clients write maps in the place of fields.
            described.pop("additionalProperties", None)
        return described


class Plugin(MarshmallowPlugin):
    """Apispec's plugin, with the converter above."""

    Converter = Converter

    def init_spec(self, spec: APISpec) -> None:
        """Begin a document."""
        super().init_spec(spec)
        self.ready.add_attribute_function(our_fields)  # type: ignore[no-untyped-call] # as apispec has it

    @property
    def ready(self) -> OpenAPIConverter:
        """The converter of the document that was begun."""
        if self.converter is None:
            raise RuntimeError("No document was begun.")
        return self.converter


def query_parameters(plugin: Plugin, schema: Schema) -> list[dict[str, Any]]:
    """Describe a query. It has no null: what is unknown is left out."""
    parameters: list[dict[str, Any]] = plugin.ready.schema2parameters(schema, location="query")
    return [{**one, "schema": _never_null(one["schema"])} for one in parameters]


def _never_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in schema.items() if (name, value) != ("default", None)}
    if isinstance(kept.get("type"), list):
        kept["type"] = next(kind for kind in kept["type"] if kind != "null")
    if "enum" in kept:
        kept["enum"] = [value for value in kept["enum"] if value is not None]
    return kept
