"""What applications compile, once for all tests: most tests have one of their own, and all have the same."""

from collections.abc import Hashable, Mapping
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

_RULES: dict[Hashable, Mapping[str, Any]] = {}


class _RuleOnce(Rule):
    """A URL rule that takes over what an equal one, of another application, was compiled to."""

    def compile(self) -> None:
        place = self.map.host_matching, self.subdomain, self.host, self.merge_slashes
        converters = frozenset(self.map.converters.items())
        key = (self.rule, str(self.endpoint), str(self.defaults), *place, converters)
        if key not in _RULES:
            before = {**vars(self)}
            super().compile()
            compiled = {name: value for name, value in vars(self).items() if before.get(name) is not value}
            _RULES[key] = {**compiled, "arguments": self.arguments}
        vars(self).update(_RULES[key])


class _TemplatesOnce(BytecodeCache):
    """The code of templates, by what it was made from."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


def compile_once() -> None:
    """Have all applications that are made from now on share what they compile."""
    Flask.url_rule_class = _RuleOnce
    Flask.jinja_options = {"bytecode_cache": _TemplatesOnce()}
