"""Schemas put into JSON Schema exactly as they behave, no stricter: the fields of ours that apispec does not know."""

import inspect
from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Regexp

from guard_api.blocklist.words import HARMLESS
from guard_api.web.explained import meaning_of
from guard_api.web.fields import MAX_ITEMS, Junk, Name, Some, Until, Word
from guard_api.web.schemas import REGION, FromAdmin, FromPhone

REGIONS = {"type": "string", "enum": list(REGION.choices), "description": "A region by ISO 3166-1."}
_END = r"\Z"
"""What `$` is in ECMA-262, whose patterns JSON Schema has."""
_REGION_REF = {"$ref": "#/components/schemas/Region"}


def _remarks(field: fields.Field[Any]) -> str:
    if isinstance(field, Junk):
        return f"Any string; the first {field.limit} characters are read."
    if isinstance(field, Word):
        return f"One of {', '.join(f'`{word}`' for word in sorted(field.words))}; any other word means unknown."
    if isinstance(field, Some):
        return f"The last {MAX_ITEMS} are read."
    return ""


def _pattern(field: fields.Field[Any]) -> dict[str, Any]:
    pattern = next((str(one.regex.pattern) for one in field.validators if isinstance(one, Regexp)), None)
    return {} if pattern is None else {"pattern": f"^{pattern.removesuffix(_END)}$"}


def our_fields(_: OpenAPIConverter, field: fields.Field[Any], ret: dict[str, Any], **__: object) -> dict[str, Any]:
    """Add what a field of ours does; apispec calls this for each."""
    told = _pattern(field)
    if isinstance(field, Word):
        told["examples"] = sorted(field.words)
    if isinstance(field, Name):
        told["pattern"] = f"^{HARMLESS}$"
    if isinstance(field, Until):
        ret.pop("format", None)
        told["anyOf"] = [{"format": "date-time"}, {"format": "date"}, {"type": "null"}]
    if isinstance(field, fields.Enum):
        allowed = [one.choices for one in field.validators if isinstance(one, OneOf)]
        told["enum"] = [word.value for word in field.enum if all(word in choices for choices in allowed)]
        told["enum"] += [None] if field.allow_none else []
        told["type"] = ["string", "null"] if field.allow_none else "string"
    if REGION in field.validators:
        ret.clear()
        told = {"anyOf": [_REGION_REF, {"type": "null"}]} if field.allow_none else dict(_REGION_REF)
    description = " ".join(part for part in (meaning_of(field), _remarks(field)) if part)
    return {**told, **({"description": description} if description else {})}


class Converter(OpenAPIConverter):
    """Says of a schema what its docstring says, and who may add fields to it."""

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        """Describe a schema."""
        described: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call] # as apispec has it
        described["description"] = inspect.getdoc(type(schema)) or ""
        if isinstance(schema, FromPhone):
            described["additionalProperties"] = True
        elif not isinstance(schema, FromAdmin):
            # Answers may get more fields: a client that was generated today must take them.
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
    told = {name: value for name, value in schema.items() if (name, value) != ("default", None)}
    if isinstance(told.get("type"), list):
        told["type"] = next(kind for kind in told["type"] if kind != "null")
    if "enum" in told:
        told["enum"] = [value for value in told["enum"] if value is not None]
    return told
