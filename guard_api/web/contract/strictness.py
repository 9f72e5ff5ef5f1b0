"""Strict handling of what phones send, for developers who ask for it: `Prefer: handling=strict` (RFC 7240).

An old server takes what newer phones know, so a misspelt field or word passes unseen. Asked to be strict, it
names both.
"""

from collections.abc import Iterator, Mapping

from marshmallow import Schema, fields

from guard_api.web.contract.fields import LenientEnum

APPLIED = ("Preference-Applied", "handling=strict")
_Fault = tuple[str, str]


def unknown_in(schema: Schema, sent: object) -> Mapping[str, list[str]]:
    """Name the fields and words of a body that the schema does not know, at any depth, each with what is wrong."""
    return {path: [text] for path, text in _unknown(schema, sent, "")}


def _unknown(schema: Schema, sent: object, path: str) -> Iterator[_Fault]:
    for name, value in sent.items() if isinstance(sent, dict) else ():
        place, field = f"{path}{name}", schema.fields.get(name)
        if field is None:
            yield place, "There is no such field."
        else:
            yield from _unknown_word(field, value, place)


def _unknown_word(field: fields.Field[object], value: object, place: str) -> Iterator[_Fault]:
    if isinstance(field, fields.List) and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unknown_word(field.inner, item, f"{place}.{number}")
    elif isinstance(field, fields.Nested):
        yield from _unknown(field.schema, value, f"{place}.")
    elif isinstance(field, LenientEnum) and isinstance(value, str) and value not in [*field.words]:
        yield place, f"There is no such word; there are {', '.join(field.words)}."
