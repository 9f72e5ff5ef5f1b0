"""Observations -> signals: open states, lapsed states, and who was on the line."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from msgspec.structs import replace

from guard_api.engine.calls import Call
from guard_api.engine.extraction.apps import installs
from guard_api.engine.extraction.call_reports import calls_of
from guard_api.engine.extraction.callers import know_callers
from guard_api.engine.extraction.claims import false_identities
from guard_api.engine.extraction.episodes import Episode, Stay, episodes_of, stays_of
from guard_api.engine.extraction.line.lines import follow_line
from guard_api.engine.extraction.moments import loan_apps, moments
from guard_api.engine.extraction.scripts import weigh_scripts
from guard_api.engine.extraction.shares import weigh_shares
from guard_api.engine.folding import fold, up_to
from guard_api.engine.line import Line
from guard_api.engine.noted import StrangerBefore
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    IdentityClaimed,
    LinkSeen,
    MomentSeen,
    PressureSeen,
    ScreenShareSeen,
    ScriptSeen,
)
from guard_api.engine.signals import Kind, Scene, Signal, Spans
from guard_api.engine.tuning import Tuning
from guard_api.links.facts import Reason
from guard_api.links.strength import COMPANY, FAINT, SHAPE
from guard_api.messages.pressure import Pressure
from guard_api.messages.reader import Ask

_CASTING = "casting"
_CODE_PURPOSES = frozenset({Reason.FORWARDING_CODE_LINK, Reason.PAYMENT_CODE, Reason.ADD_CONTACT_CODE})
"""What a scanned code does, where that matters more than that it was scanned."""

_TO_STRANGER = Kind.FORWARDING_TO_STRANGER
_EXPLAINABLE = frozenset({Kind.SCREEN_SHARED, Kind.SHARING_APP_INSTALLED})
"""What a relative on the line may well have begun. Forwarding is none of it: a worried call must not hide it."""


def scene_of(
    observations: Iterable[AnyObservation], tuning: Tuning, as_of: datetime, line: Line | None = None
) -> tuple[Mapping[type, Sequence[Any]], Sequence[Call], Scene, Line | None]:
    """Turn all that was observed into signals, as they stand at `as_of` (UTC). Order of arrival is irrelevant.

    `line` is what is remembered of before. Return what was observed by type, oldest first, the calls, the scene, and
    how the line stands now.
    """
    seen, calls, signals, episodes, line = _extracted(observations, tuning, as_of, line)
    if ScriptSeen in seen:
        signals = weigh_scripts(signals, tuning)
    if ScreenShareSeen in seen:
        signals = weigh_shares(signals, calls, episodes := [*episodes], tuning)
    for episode in episodes:
        signals += episode.signals
    return seen, calls, Scene(signals, as_of), line


def episodes_in(observations: Iterable[AnyObservation], tuning: Tuning, as_of: datetime) -> Iterable[Episode]:
    """Give the episodes of strangers."""
    *_, episodes, _ = _extracted(observations, tuning, as_of, None)
    return episodes


def _extracted(
    observations: Iterable[AnyObservation], tuning: Tuning, as_of: datetime, line: Line | None
) -> tuple[Mapping[type, Sequence[Any]], Sequence[Call], list[Signal], Iterable[Episode], Line | None]:
    seen = _by_type(observations, as_of)
    calls = calls_of(seen[CallSeen], tuning, as_of) if CallSeen in seen else []
    know_callers(calls, tuning)
    signals: list[Signal] = []
    for call in calls:
        signals += call.signals()
    stays = stays_of(signals, calls, seen.get(AppInFront, ()), tuning) if signals else []
    for kind, reports in seen.items():
        read = _READERS.get(kind)
        if read is not None:
            signals += read(reports, calls, tuning, as_of)
    line, cut_off = follow_line(seen, line, calls, tuning, as_of)
    signals += cut_off
    installed, shown = seen.get(AppInstalled, ()), seen.get(AppInFront, ())
    if installed or shown:
        signals += loan_apps(installed, shown)
    if installed or ScreenShareSeen in seen:
        signals = _unexplained(signals, calls)
    episodes = _episodes(stays, seen, signals, tuning) if stays or StrangerBefore in seen else ()
    return seen, calls, signals, episodes, line


def _episodes(
    stays: Sequence[Stay], seen: Mapping[type, Sequence[Any]], signals: Sequence[Signal], tuning: Tuning
) -> Iterator[Episode]:
    return episodes_of(stays, seen.get(StrangerBefore, ()), seen.get(AppInFront, ()), signals, tuning)


def _by_type(observations: Iterable[AnyObservation], as_of: datetime) -> Mapping[type, Sequence[Any]]:
    """Sort what was observed up to `as_of` by its type, oldest first."""
    seen: defaultdict[type, list[AnyObservation]] = defaultdict(list)
    reports: Sequence[AnyObservation] = fold(observations)
    for one in reports:
        if (one.until or one.at) > as_of:
            reports = up_to(reports, as_of)
            break
    for kind, one in zip(map(type, reports), reports, strict=True):
        seen[kind].append(one)
    return seen


def _unexplained(signals: list[Signal], calls: Sequence[Call]) -> list[Signal]:
    """Leave out what began while a contact of long standing, and no stranger, was on the line: a relative helps.

    Whoever has calls sent to a number that nobody knows may only bear a contact's number.
    """
    contacts = [call for call in calls if call.trusted]
    if not contacts:
        return signals
    away = [one for one in signals if one.kind is _TO_STRANGER]
    sent = Spans(away)
    helping = Spans(call for call in contacts if not sent.any(begun_by=call.end, lasting_to=call.since))
    others = Spans([*[call for call in calls if not call.trusted], *away])
    return [
        signal
        for signal in signals
        if signal.kind not in _EXPLAINABLE
        or not helping.any(begun_by=signal.since, lasting_to=signal.since)
        or others.any(begun_by=signal.end, lasting_to=signal.since)
    ]


def _links(seen: Sequence[LinkSeen], _calls: Sequence[Call], _tuning: Tuning, _as_of: datetime) -> Iterator[Signal]:
    """Give where the person was sent."""
    for one in seen:
        scanned = one.scanned and one.reasons[0] not in _CODE_PURPOSES
        detail = "qr_code" if scanned else one.reasons[0]
        kind, strength = Kind.FRAUD_LINK, one.strength
        if strength <= FAINT:
            kind, strength = Kind.ODD_LINK, SHAPE
        elif one.scanned and strength <= COMPANY:
            kind = Kind.EVERYDAY_LINK
        yield Signal(kind, one.at, one.last, subject=one.domain, strength=strength, detail=detail)


def _scripts(seen: Sequence[ScriptSeen], _calls: Sequence[Call], _tuning: Tuning, _as_of: datetime) -> list[Signal]:
    """Give what the person was made to send."""
    kind = Kind.SCRIPTED_MESSAGE
    return [Signal(kind, one.at, one.last, strength=one.strength, detail=min(one.asks, key=_harmless)) for one in seen]


_MOST_DANGEROUS = (Ask.SAFE_ACCOUNT, Ask.FORWARDING_CODE, Ask.SHARE_SCREEN)


def _harmless(ask: Ask) -> int:
    """Return how far an ask is from the money: a text that names several is about the most dangerous one."""
    return _MOST_DANGEROUS.index(ask) if ask in _MOST_DANGEROUS else len(_MOST_DANGEROUS)


def _pressure(seen: Sequence[PressureSeen], _calls: Sequence[Call], tuning: Tuning, _as_of: datetime) -> list[Signal]:
    """Give how the person was kept from thinking."""
    return [
        Signal(Kind.PRESSURE, one.at, one.last, strength=1.0 if grave else tuning.hurry, detail=one.how[0])
        for one in seen
        for grave in [one.how[0] is Pressure.ISOLATE]
    ]


def _shares(
    seen: Sequence[ScreenShareSeen], calls: Sequence[Call], tuning: Tuning, as_of: datetime
) -> Iterable[Signal]:
    """Give each time that the screen was shared, but for films and games well before the first stranger called."""
    shares = [*_each_share(seen, tuning, as_of)]
    strangers = [call.since for call in calls if call.is_strangers] if _has_casting(shares) else ()
    if not strangers:
        return shares
    begun_by = min(strangers) - tuning.earlier_share
    return [share for share in shares if share.detail != _CASTING or share.since > begun_by]


def _detail(share: ScreenShareSeen) -> str:
    return _CASTING if share.casting else ""


def _has_casting(shares: Sequence[Signal]) -> bool:
    return _CASTING in [share.detail for share in shares]


def _each_share(seen: Sequence[ScreenShareSeen], tuning: Tuning, as_of: datetime) -> Iterator[Signal]:
    began: datetime | None = None
    cap, detail, life = as_of, "", tuning.open_state
    for share in seen:
        at = share.at
        if began is not None and share.on and at <= cap:
            cap, detail = share.last + life, detail and _detail(share)
            continue
        if share.by_person and not share.on:
            # Whoever is being deceived says what he is told to say: it ends nothing that was seen.
            continue
        if began is not None:
            yield Signal(Kind.SCREEN_SHARED, began, min(at, cap), detail=detail)
            began = None
        if share.on:
            began, cap, detail = at, share.last + life, _detail(share)
    if began is not None:
        yield replace(_open(Kind.SCREEN_SHARED, began, cap, as_of), detail=detail)


def _finance(seen: Sequence[AppInFront], _calls: Sequence[Call], tuning: Tuning, as_of: datetime) -> Iterator[Signal]:
    """Every opening of a bank, payment or loan app; it lasts until another app comes to the front.

    Bills are paid by wallets, so that one that is none is told of besides.
    """
    for opened, following in zip_longest(seen, seen[1:]):
        if not opened.finance:
            continue
        cap = opened.last + tuning.app_in_front
        if following is None:
            signal = _open(Kind.FINANCE_APP_IN_FRONT, opened.at, cap, as_of, opened.package)
        else:
            signal = Signal(Kind.FINANCE_APP_IN_FRONT, opened.at, min(following.at, cap), subject=opened.package)
        yield signal
        if not opened.wallet:
            yield replace(signal, kind=Kind.BANK_APP_IN_FRONT)


def _open(kind: Kind, since: datetime, cap: datetime, as_of: datetime, subject: str | None = None) -> Signal:
    return Signal(kind, since, min(cap, as_of), ongoing=as_of <= cap, subject=subject)


_READERS: Mapping[type, Callable[[Sequence[Any], Sequence[Call], Tuning, datetime], Iterable[Signal]]] = {
    IdentityClaimed: false_identities,
    ScreenShareSeen: _shares,
    AppInstalled: installs,
    AppInFront: _finance,
    LinkSeen: _links,
    ScriptSeen: _scripts,
    MomentSeen: moments,
    PressureSeen: _pressure,
}
"""What reads the observations of each type but calls, oldest first. What was not told of costs nothing."""
