"""The time zones of people."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

_UTC = ZoneInfo("UTC")
_USUAL = {"CN": "Asia/Shanghai"}
"""Where one zone is everybody's, whatever others there are."""


@cache
def zones() -> frozenset[str]:
    """Name the zones that somebody may live in."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")) | {"UTC"}


def zone_of(name: str, region: str) -> ZoneInfo:
    """Return somebody's zone; who has said none has that of the region, where it has one, else UTC."""
    if name in zones():
        return ZoneInfo(name)
    return _of_region(region)


@cache
def _of_region(region: str) -> ZoneInfo:
    there = [zone for zone, territory in get_global("zone_territories").items() if territory == region]
    name = _USUAL.get(region) or (there[0] if len(there) == 1 else "")
    return ZoneInfo(name) if name in zones() else _UTC
