"""What cuts people off from help, beside forwarding: barred calls, phones that do not ring, official lines missed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter

from msgspec import Struct

from guard_api.engine.calls import Call
from guard_api.engine.line import Fact
from guard_api.engine.observations import BarringSeen, ReachabilitySeen
from guard_api.engine.shapes.temporal import REPORTING_LAG
from guard_api.engine.signals import Kind, Signal, Spans
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import Rescuer
from guard_api.numbers.caller_id import CallerKind
from guard_api.service_codes.barring import Barred

BARRED = "calls_barred"
_MISSED = {Rescuer.POLICE: "missed_anti_fraud_call", Rescuer.BANK: "missed_official_call"}
_DIALER, _REDIRECTION, _BLOCKED = "dialer:", "redirection:", "blocked:"
_EVERYDAY = ("do_not_disturb", "airplane_mode")
"""What people switch on themselves several times a day."""
_NAME_BYTES = 6
_SINCE = attrgetter("since")


class _Change(Struct, frozen=True):
    """From `at` on these facts hold, and of those that begin with one of `off` no others."""

    at: datetime
    on: tuple[str, ...]
    off: tuple[str, ...]


class _Followed(Struct, frozen=True):
    """What holds at the end, and what began to hold where it had not held before."""

    holding: tuple[Fact, ...]
    begun: tuple[Fact, ...]


def _follow(changes: Iterable[_Change], remembered: Sequence[Fact], as_of: datetime) -> _Followed:
    """Go through changes, oldest first, beside what held before the first of them.

    What is remembered may have been told of by these very changes: it counts only after what happened at its time.
    """
    holding: dict[str, datetime] = {}
    begun: list[Fact] = []
    waiting = sorted((one for one in remembered if one.since <= as_of), key=_SINCE, reverse=True)
    for change in changes:
        while waiting and waiting[-1].since < change.at:
            _relive(waiting.pop(), holding, begun)
        gone = [name for name in holding if name.startswith(change.off) and name not in change.on]
        for name in gone:
            del holding[name]
        for name in change.on:
            if name not in holding:
                holding[name] = change.at
                begun.append(Fact(name, change.at))
    for fact in reversed(waiting):
        _relive(fact, holding, begun)
    return _Followed(tuple(Fact(name, since) for name, since in sorted(holding.items())), tuple(begun))


def _relive(fact: Fact, holding: dict[str, datetime], begun: Sequence[Fact]) -> None:
    """Have hold what is remembered, unless the changes tell of its beginning: then they tell its end, too."""
    if fact not in begun:
        holding.setdefault(fact.name, fact.since)


def follow_barring(
    seen: Sequence[BarringSeen], remembered: Sequence[Fact], as_of: datetime
) -> tuple[tuple[Fact, ...], list[Signal]]:
    """Return which calls are barred, and the moments at which they were, but for those that are undone."""
    followed = _follow(_barrings(seen), remembered, as_of)
    moments = {(one.at, one.last) for one in seen if one.on and (_still(one, followed.holding) or not one.accepted)}
    return followed.holding, [Signal(Kind.CALLS_BARRED, at, last, detail=BARRED) for at, last in sorted(moments)]


def _barrings(seen: Iterable[BarringSeen]) -> Iterator[_Change]:
    for one in seen:
        calls = tuple(
            barred
            for barred, reported in ((Barred.INCOMING, one.incoming), (Barred.OUTGOING, one.outgoing))
            if reported
        )
        if one.accepted and calls:
            yield _Change(one.at, calls if one.on else (), () if one.on else calls)


def _still(one: BarringSeen, holding: Sequence[Fact]) -> bool:
    names = {fact.name for fact in holding}
    incoming, outgoing = one.incoming and Barred.INCOMING in names, one.outgoing and Barred.OUTGOING in names
    return one.password or incoming or outgoing


def follow_reach(
    seen: Sequence[ReachabilitySeen], remembered: Sequence[Fact], calls: Sequence[Call], tuning: Tuning, as_of: datetime
) -> tuple[tuple[Fact, ...], list[Signal]]:
    """Return what keeps others from reaching the phone, and the moments at which that began."""
    followed = _follow(map(_reached, seen), remembered, as_of)
    names = {fact.name for fact in followed.holding}
    begun = [fact for fact in followed.begun if fact.name in names and fact.name != _DIALER]
    others = [call for call in calls if not call.trusted and not call.missed]
    talking, talked = Spans(others), Spans(call for call in others if call.end - call.since >= tuning.episode_call)
    return followed.holding, [_hard_to_reach(fact, talking, talked, tuning) for fact in begun]


def _hard_to_reach(fact: Fact, talking: Spans, talked: Spans, tuning: Tuning) -> Signal:
    """Say what began. Of what people do every day, only what they do under somebody's voice is a strong sign.

    A voice that was heard for minutes is obeyed for some minutes more; a taxi driver's is not.
    """
    by = fact.since + REPORTING_LAG
    instructed = talking.any(begun_by=by, lasting_to=fact.since) or talked.any(
        begun_by=by, lasting_to=fact.since - tuning.call_reach
    )
    strength = 1.0 if instructed or fact.name not in _EVERYDAY else tuning.everyday_silence
    return Signal(Kind.HARD_TO_REACH, fact.since, fact.since, strength=strength, detail=fact.name.partition(":")[0])


def _reached(seen: ReachabilitySeen) -> _Change:
    """Return what a report says, as facts; what it leaves open stays as it was."""
    on: list[str] = []
    off: list[str] = []
    for name, reported in zip(_EVERYDAY, (seen.do_not_disturb, seen.airplane_mode), strict=True):
        if reported is not None:
            off.append(name)
            on += [name] if reported else []
    for kind, app in ((_DIALER, seen.dialer), (_REDIRECTION, seen.redirection)):
        if app is not None:
            off.append(kind)
            on += [kind + _short(app)] if app or kind == _DIALER else []
    if seen.blocked is not None:
        off.append(_BLOCKED)
        on += [_BLOCKED + organization for organization in seen.blocked]
    return _Change(seen.at, tuple(on), tuple(off))


def _short(app: str) -> str:
    """Name an app by a digest: enough to know it again, and nothing of what a phone may have sent in its place."""
    return hashlib.blake2b(app.encode("utf-8", "replace"), digest_size=_NAME_BYTES).hexdigest() if app else ""


def missed_rescuers(
    rescuers: Iterable[Call], calls: Sequence[Call], tuning: Tuning, diverted: Spans | None
) -> Iterator[Signal]:
    """Return which of `rescuers` rang in vain beside somebody else's call, or while the line was `diverted`.

    The police's count up to half an hour after it. Banks call for many reasons: theirs, up to some minutes after it.
    """
    others: dict[str | None, Spans] = {}
    for call in rescuers:
        rescuer, organization = call.about.rescuer, call.about.organization
        if rescuer is None or call.ended is None or not call.missed:
            continue
        if organization not in others:
            others[organization] = Spans(other for other in calls if _is_another(other, organization))
        pause = tuning.rescue_reach if rescuer is Rescuer.POLICE else tuning.call_reach
        beside = others[organization].any(begun_by=call.end + REPORTING_LAG, lasting_to=call.rang - pause)
        forwarded = diverted is not None and diverted.any(begun_by=call.ended, lasting_to=call.rang)
        if beside or forwarded:
            detail = _MISSED[rescuer] + (".forwarded" if forwarded else "")
            yield Signal(Kind.OFFICIAL_CALL_MISSED, call.rang, call.ended, subject=organization, detail=detail)


def _is_another(call: Call, organization: str | None) -> bool:
    """Whether a call is of somebody who is neither a contact nor of that organisation."""
    if call.trusted or call.missed:
        return False
    return call.about.kind is not CallerKind.OFFICIAL or call.about.organization != organization
