"""How long laws are tried: `pytest` is quick about it, `--hypothesis-profile=ci` is what the gate asks for.

Both try the same examples each time, so that the same code passes each time; `thorough` looks for new ones, and is for
a night: `pytest --hypothesis-profile=thorough tests/links`.
"""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import TypeVar

from hypothesis import HealthCheck, settings

_T = TypeVar("_T")

_QUICK = "quick"
_SHARE = 20
"""How many times as many examples a law gets in full."""

settings.register_profile(
    _QUICK, max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile(_QUICK), max_examples=10 * _SHARE)
settings.register_profile("thorough", max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(_QUICK)


def _is_quick() -> bool:
    return settings.get_current_profile_name().startswith(_QUICK)


def examples(in_full: int) -> int:
    """Give how many examples a law gets that costs more than most do, or needs more."""
    return max(2, in_full // _SHARE) if _is_quick() else in_full


def cases(in_full: Collection[_T], one_in: int) -> Sequence[_T]:
    """Give the cases of a test that costs much: all of them in full, quickly one in so many."""
    return [*islice(in_full, 0, None, one_in if _is_quick() else 1)]
