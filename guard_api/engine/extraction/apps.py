"""Apps that were installed -> signals: made to share the screen, brought, under a false name, given rights."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from guard_api.engine.calls import Call
from guard_api.engine.observations import AppInstalled
from guard_api.engine.signals import Kind, Signal
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import Right

_GRAVE = frozenset({Right.ACCESSIBILITY, Right.NOTIFICATION_LISTENER, Right.DEFAULT_DIALER, Right.DEVICE_ADMIN})
"""Rights to read codes, to act in the person's place, or to take calls."""


def installs(
    seen: Sequence[AppInstalled], _calls: Sequence[Call], tuning: Tuning, _as_of: datetime
) -> Iterator[Signal]:
    """Give what may matter of each app. Rights may be told of later than where the app came from."""
    brought = {one.package for one in seen if one.brought or one.imitates}
    for one in seen:
        for kind in _kinds(one, brought):
            strength = tuning.brought_app if kind is Kind.BROUGHT_APP_INSTALLED else 1.0
            yield Signal(kind, one.at, one.last, subject=one.package, strength=strength)


def _kinds(app: AppInstalled, brought: set[str]) -> Iterator[Kind]:
    if app.sharing:
        yield Kind.SHARING_APP_INSTALLED
    if app.brought:
        yield Kind.BROUGHT_APP_INSTALLED
    if app.sent:
        yield Kind.SENT_APP_INSTALLED
    if app.imitates:
        yield Kind.IMITATING_APP_INSTALLED
    if app.bait:
        yield Kind.BAIT_APP_INSTALLED
    if app.package in brought and not _GRAVE.isdisjoint(app.gained):
        yield Kind.RIGHTS_GAINED
