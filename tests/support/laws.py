"""How long laws are tried: `pytest` is quick about it, `--hypothesis-profile=ci` is what the gate asks for.

`thorough` is for a night: `pytest --hypothesis-profile=thorough tests/links`.
"""

from hypothesis import HealthCheck, settings

_QUICK = "quick"
_SHARE = 10
"""How many times as many examples a law gets in full."""

settings.register_profile(_QUICK, max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile(_QUICK), max_examples=20 * _SHARE)
settings.register_profile("thorough", max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(_QUICK)


def examples(in_full: int) -> int:
    """Give how many examples a law gets that costs more than most do, or needs more."""
    return max(2, in_full // _SHARE) if settings.get_current_profile_name().startswith(_QUICK) else in_full
