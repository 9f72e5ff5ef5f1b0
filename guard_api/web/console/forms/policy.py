"""Forms that change the policy: what was typed into them, and what is shown of a refusal."""

import re
from collections.abc import Mapping

from flask import request

from guard_api.engine.policy import Mode
from guard_api.errors import Forbidden, Invalid
from guard_api.ports.people.people import Role
from guard_api.web.console import params
from guard_api.web.console.visit import visit

LEVELS = ("notice", "warning", "critical")
_WHOLE = re.compile(r"[0-9]{1,6}")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def pattern_typed() -> Mapping[str, object]:
    """Return how a pattern is to count; what is left empty is as it ships. Raises Invalid."""
    mode = params.word(Mode, "mode")
    if mode is None:
        raise Invalid("A pattern is on, shadow or off.", {"mode": ["Must be on, shadow or off."]})
    return {"mode": mode, **{name: _whole(name) if params.text(name) else None for name in ("weight", "within")}}


def thresholds_typed() -> Mapping[str, object]:
    """Return where levels are to begin. Raises Invalid."""
    return {name: _whole(name) for name in LEVELS}


def forced() -> bool:
    """Return whether to go below the floor. Raises Forbidden where it is no admin who asks."""
    force = request.form.get("force") == "1"
    if force and not visit().may(Role.ADMIN):
        raise Forbidden("Only an admin goes below what must hold.")
    return force


def _whole(name: str) -> int:
    typed = params.text(name).translate(_WIDE)
    if not _WHOLE.fullmatch(typed):
        raise Invalid("This is no whole number.", {name: ["Must be a whole number."]})
    return int(typed)
