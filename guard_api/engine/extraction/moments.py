"""Codes that came, money that went, logins from elsewhere, loans -> signals."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

from guard_api.engine.calls import Call
from guard_api.engine.observations import AppInFront, AppInstalled, MomentSeen
from guard_api.engine.signals import Kind, Signal
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import MomentKind

_KINDS = {
    MomentKind.CODE_RECEIVED: Kind.CODE_RECEIVED,
    MomentKind.MONEY_OUT: Kind.MONEY_OUT,
    MomentKind.LOAN_PAID_OUT: Kind.LOAN_PAID_OUT,
    MomentKind.NEW_DEVICE_LOGIN: Kind.NEW_DEVICE_LOGIN,
}
_SAME = timedelta(seconds=90)
"""A notification and a message tell of the same within this time."""


def moments(seen: Sequence[MomentSeen], _calls: Sequence[Call], tuning: Tuning, as_of: datetime) -> Iterator[Signal]:
    """Give what happened, each once; a code is good for some minutes, and so can be read off for as long."""
    last: dict[MomentKind, datetime] = {}
    gone = 0
    for one in seen:
        before = last.get(one.kind)
        last[one.kind] = one.last
        if before is not None and one.at - before < _SAME:
            continue
        life = tuning.code_life if one.kind is MomentKind.CODE_RECEIVED else timedelta()
        strength = tuning.small_amount if one.large is False else 1.0
        gone += one.kind in _PAID
        detail = "again" if one.kind in _PAID and gone > 1 else ""
        over = one.at + life
        yield Signal(_KINDS[one.kind], one.at, min(over, as_of), bool(life) and as_of <= over, None, strength, detail)


_PAID = (MomentKind.MONEY_OUT, MomentKind.LOAN_PAID_OUT)


def loan_apps(installed: Sequence[AppInstalled], in_front: Sequence[AppInFront]) -> Iterator[Signal]:
    """Give each app that lends money once, when it was installed or first opened."""
    first: dict[str, datetime] = {}
    used: Iterable[AppInstalled | AppInFront] = chain(installed, in_front)
    for app in used:
        if app.loan:
            first[app.package] = min(app.at, first.get(app.package, app.at))
    for package, at in first.items():
        yield Signal(Kind.LOAN_APP_USED, at, at, subject=package)
