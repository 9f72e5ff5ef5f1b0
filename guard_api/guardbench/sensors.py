"""What phones of other Android versions, or without permissions, would have told of the same hour.

What a person typed, shared or scanned is told by every phone. Of the rest, by the guide for Android:

No app but the dialer is told of callers who withhold their number: only that somebody calls.

- **API 35** lets an app know of a shared screen while it has a window there; one-time codes are hidden from listeners.
- **API 31** knows of no shared screen, and not from what kind of source an app came (API 33); codes are seen.
- **API 29** knows of a call that it rings, not whether it is answered or over, nor whether calls are forwarded (the
  listeners of API 31); and no caller's verification (API 30).
- **No permissions**: the roles of screening and redirecting calls, and what needs nothing. No contacts, app in front,
  notifications, blocked numbers or network's replies; of screens and calls, no more than API 29.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from guard_api.guardbench.cases import By, Case, Sensors, Step

Check = dict[str, Any]

_ABOUT = frozenset(
    {"told_by", "call_kind", "call_direction", "number_source", "caller_in_contacts", "contact_added_at"}
)
"""What says nothing by itself."""
_OVER = ("ended", "none")


def seen_by(case: Case, sensors: Sensors) -> Case:
    """Return the case as a phone with these sensors tells it."""
    return replace(case, sensors=sensors, steps=tuple(_steps(case, _LOSSES[sensors])))


def _steps(case: Case, losses: tuple[Callable[[Check], None], ...]) -> Iterator[Step]:
    for step in case.steps:
        if step.by is By.PERSON:
            yield step
            continue
        check = dict(step.check)
        for lose in losses:
            lose(check)
        if not _ABOUT.issuperset(check):
            yield replace(step, check=check)


def _without(*names: str) -> Callable[[Check], None]:
    def lose(check: Check) -> None:
        for name in names:
            check.pop(name, None)

    return lose


def _keep(name: str, kept: Callable[[Any], object]) -> Callable[[Check], None]:
    """Keep of a list what can be known; `kept` gives what is left of an item, nothing if there is nothing left."""

    def lose(check: Check) -> None:
        left = [one for one in map(kept, check.pop(name, ())) if one]
        if left:
            check[name] = left

    return lose


def _only_that_it_rings(check: Check) -> None:
    """Leave of a call of the network that it rings, or was placed: neither that it is answered nor that it is over."""
    if check.get("call_kind") == "voip":
        return
    state = check.get("call_state")
    if state in _OVER:
        for name in ("caller_number", "call_state"):
            check.pop(name, None)
    elif state is not None and check.get("call_direction") != "outgoing":
        check["call_state"] = "ringing"


def _no_withheld(check: Check) -> None:
    """Leave of a caller who withholds the number that somebody calls: only a dialer is told more."""
    if check.get("caller_number") == "":
        check.pop("caller_number")
        check.pop("caller_in_contacts", None)


def _no_contacts(check: Check) -> None:
    """Leave out contacts' calls, which the role of screening is not asked about, and who is one."""
    if check.get("caller_in_contacts") and check.get("call_direction") != "outgoing":
        check.pop("caller_number", None)
        check.pop("call_state", None)
    for name in ("caller_in_contacts", "contact_added_at"):
        check.pop(name, None)


_no_share = _without("screen_share_active", "screen_share_app")
_no_codes = _keep("moments", lambda moment: moment if moment["kind"] != "code_received" else None)
_no_source = _keep(
    "installed_apps",
    lambda app: app if isinstance(app, str) else {name: value for name, value in app.items() if name != "source"},
)
_dialled_or_replied = _keep("call_forwarding_changes", lambda change: change if "enabled" not in change else None)
_dialled = _keep(
    "call_forwarding_changes", lambda change: change if "code" in change and "ussd_reply" not in change else None
)
_nobody_reads = _without("foreground_app", "moments", "texts", "links")


def _no_blocked_numbers(check: Check) -> None:
    if "reachability" in check:
        left = {name: value for name, value in check["reachability"].items() if name != "calls_blocked_from"}
        check.pop("reachability")
        if left:
            check["reachability"] = left


_API31 = (_no_withheld, _no_share, _no_source)
_API29 = (*_API31, _without("caller_verification"), _only_that_it_rings, _dialled_or_replied)
_LOSSES: Mapping[Sensors, tuple[Callable[[Check], None], ...]] = {
    Sensors.FULL: (),
    Sensors.API35: (_no_withheld, _no_codes),
    Sensors.API31: _API31,
    Sensors.API29: _API29,
    Sensors.NO_PERMISSIONS: (*_API29, _no_contacts, _dialled, _nobody_reads, _no_blocked_numbers),
}
