"""What a check of an installation finds."""

from enum import StrEnum
from functools import partial

from msgspec import Struct

_THOUSAND = 1000


class Verdict(StrEnum):
    """How bad a finding is. What is unknown is no fault."""

    OK = "ok"
    UNKNOWN = "unknown"
    WARNING = "warning"
    ERROR = "error"


class Finding(Struct, frozen=True):
    """One sentence on one thing, and what to do about it, "" where there is nothing to be done."""

    verdict: Verdict
    check: str
    text: str
    remedy: str = ""


ok = partial(Finding, Verdict.OK)
unknown = partial(Finding, Verdict.UNKNOWN)
warning = partial(Finding, Verdict.WARNING)
error = partial(Finding, Verdict.ERROR)


def size(number: float) -> str:
    """Return a number of bytes as people read it."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if number < _THOUSAND:
            return f"{number:.3g} {unit}"
        number /= _THOUSAND
    return f"{number:,.1f} TB"
