"""The document as its readers use it."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from jsonschema_rs import Draft202012Validator

from guard_api.web.app import all_routes
from guard_api.web.openapi.document import document_of

DOCUMENT: dict[str, Any] = json.loads(json.dumps(document_of(list(all_routes()))))
"""As it is served."""


@dataclass(frozen=True)
class Operation:
    """One route of the document."""

    method: str
    path: str
    spec: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def scope(self) -> str | None:
        return next((scope for one in self.spec["security"] for scope in one), None)

    def examples(self) -> Iterator[tuple[str, str | None, Any]]:
        """Give name, content type and body of each example; one without a body where the route takes none."""
        if "requestBody" not in self.spec:
            yield "", None, None
        for kind, described in self.spec.get("requestBody", {}).get("content", {}).items():
            for name, example in described.get("examples", {}).items():
                yield name, kind, example["value"]

    def url(self, known: Mapping[str, Any]) -> str:
        """Fill in the examples of path and query."""
        values = {
            place: {
                p["name"]: known.get(p["name"], p.get("example")) for p in self.spec["parameters"] if p["in"] == place
            }
            for place in ("path", "query")
        }
        path = self.path.format(**{name: quote(str(value), safe="") for name, value in values["path"].items()})
        query = {name: value for name, value in values["query"].items() if value is not None}
        return f"{path}?{urlencode(query)}" if query else path


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """List the routes."""
    return [
        Operation(method.upper(), path, spec)
        for path, methods in document["paths"].items()
        for method, spec in methods.items()
    ]


class Judge:
    """Holds answers against the document; what is not promised may not be in them."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = deepcopy(dict(document))
        for schema in self._document["components"]["schemas"].values():
            if schema.get("type") == "object":
                schema.setdefault("additionalProperties", False)
            for field in schema.get("properties", {}).values():
                for one in (field, field.get("items", {})):
                    words = one.get("x-extensible-enum")
                    if words is not None:
                        one["enum"] = [*words, *([None] if "null" in one["type"] else [])]

    def faults(self, operation: Operation, status: int, headers: Mapping[str, str], body: Any) -> list[str]:
        """Say what of an answer is not as promised."""
        promised = operation.spec["responses"].get(str(status))
        if promised is None:
            return [f"{status} is not declared"]
        promised = self._resolved(promised)
        missing = [name for name in promised.get("headers", {}) if name.lower() not in {h.lower() for h in headers}]
        if "content" not in promised:
            return [*missing, *(["a body"] if body else [])]
        kind = headers["content-type"].partition(";")[0]
        if kind not in promised["content"]:
            return [*missing, f"{kind} is not declared"]
        schema = promised["content"][kind].get("schema", {})
        if not kind.endswith("json"):
            return missing
        whole = {**schema, "components": self._document["components"]}
        validator = Draft202012Validator(whole, validate_formats=True)
        return [*missing, *(f"{list(e.instance_path)}: {e.message}" for e in validator.iter_errors(body))]

    def _resolved(self, promised: Any) -> Any:
        if "$ref" in promised:
            return self._document["components"]["responses"][promised["$ref"].rpartition("/")[2]]
        return promised
