"""Bodies of requests, read as their schemas say."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from marshmallow import Schema, ValidationError
from werkzeug.sansio.utils import get_content_length

from guard_api.errors import Invalid, Malformed, NotJson, TooLarge
from guard_api.json import decode
from guard_api.web.contract.fast_decoding import StructSchema, decoder_for
from guard_api.web.contract.requests import FromPhone
from guard_api.web.contract.strictness import unknown_in
from guard_api.web.edge.incoming import Incoming

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MAX_BODY = 64 * 1024
"""Bytes of a request body that are read."""
JSON = "application/json"
_JSON_TYPES = (JSON, "application/problem+json")


class AnyContentType:
    """A body that is JSON whatever the client says: Android calls it a form where an app says nothing."""

    def decoded(self, body: bytes) -> object:
        """Read what was sent. Raises Malformed."""
        return decode(body)


class BodyReader:
    """What reads the bodies of a route."""

    def __init__(self, schema: Schema) -> None:
        """Compile what can be compiled."""
        self._schema = schema
        self._typed = not isinstance(schema, AnyContentType)
        self._decode = schema.decoded if isinstance(schema, AnyContentType) else decode
        self._quickly = decoder_for(schema) if isinstance(schema, StructSchema) else None

    def read(self, incoming: Incoming) -> object:
        """Read a body. Raises NotJson, TooLarge, Malformed and Invalid."""
        declared = incoming.environ.get("CONTENT_TYPE")
        if declared != JSON and self._typed:
            _refuse_others(declared)
        body = _body(incoming.environ)
        if incoming.is_strict and isinstance(self._schema, FromPhone):
            self._refuse_unknown(body)
        if self._quickly is not None:
            try:
                return self._quickly(body)
            except (ValueError, RecursionError):
                pass  # the schema says what of it can be read, and what is wrong
        try:
            return self._schema.load(self._decode(body))  # type: ignore[arg-type] # load refuses non-objects
        except ValidationError as error:
            raise Invalid("Some fields have the wrong type or value.", flat(error.messages)) from error

    def _refuse_unknown(self, body: bytes) -> None:
        faults = unknown_in(self._schema, self._decode(body))
        if faults:
            raise Invalid("Some fields or words are not known here.", faults)


def _refuse_others(declared: str | None) -> None:
    if declared and declared.partition(";")[0].strip().lower() not in _JSON_TYPES:
        raise NotJson("Send the body as application/json.")


def _body(environ: "WSGIEnvironment") -> bytes:
    """Read the whole body, of known length or chunked. Raises TooLarge, and Malformed where it did not arrive.

    A body that breaks off between two chunks looks like one that ends: as JSON it is whole or it is not. But nothing
    at all, which means an empty object where nothing was meant to be sent, is no body that was begun.
    """
    length = get_content_length(environ.get("CONTENT_LENGTH"), environ.get("HTTP_TRANSFER_ENCODING"))
    if length is not None and length > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    body: bytes = environ["wsgi.input"].read(MAX_BODY + 1 if length is None else length)
    if len(body) > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    if len(body) < length if length is not None else not body and "HTTP_TRANSFER_ENCODING" in environ:
        raise Malformed("The body broke off.")
    return body


def flat(messages: object, path: str = "") -> Mapping[str, list[str]]:
    """Give nested messages as `list.0.field: [text]`."""
    if not isinstance(messages, dict):
        return {path or "body": [str(text) for text in messages] if isinstance(messages, list) else [str(messages)]}
    flattened: dict[str, list[str]] = {}
    for name, inner in messages.items():
        step = "" if name == "_schema" else str(name)
        flattened.update(flat(inner, ".".join(part for part in (path, step) if part)))
    return flattened
