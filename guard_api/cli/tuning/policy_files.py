"""Policies as they are named at a terminal: what ships, what is in force, and files of what is not as it ships."""

from pathlib import Path
from typing import Any

from msgspec import DecodeError, Struct, structs
from msgspec.json import Decoder

from guard_api.actions.tuning.policies import edits_in_force, edits_of
from guard_api.engine.edits import PolicyEdits, RuleEdit
from guard_api.errors import GuardError, Invalid
from guard_api.ports import Services

_SHIPPED, _CURRENT = "shipped", "current"


class BadPolicy(GuardError):
    """A file of a policy that cannot be, and why."""


class _Rule(RuleEdit, frozen=True, forbid_unknown_fields=True):
    pass


class _Thresholds(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    notice: int = 20
    warning: int = 50
    critical: int = 80


class _PolicyFile(Struct, forbid_unknown_fields=True):
    patterns: dict[str, _Rule] = {}
    thresholds: _Thresholds = _Thresholds()


_policies = Decoder(_PolicyFile)


def edits_named(services: Services, name: str) -> PolicyEdits:
    """Read a policy. Raises BadPolicy."""
    if name == _SHIPPED:
        return PolicyEdits()
    if name == _CURRENT:
        return edits_in_force(services)
    try:
        policy = _policies.decode(Path(name).read_bytes())
        rules: dict[str, dict[str, Any]] = {pattern: structs.asdict(rule) for pattern, rule in policy.patterns.items()}
        return edits_of(rules, structs.asdict(policy.thresholds))
    except OSError as error:
        raise BadPolicy(f"{name}: {error.strerror}") from error
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadPolicy(f"{name}: {error}") from error
    except Invalid as error:
        why = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.errors.items())
        raise BadPolicy(f"{name}: {why}") from error
