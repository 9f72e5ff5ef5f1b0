"""Call reports -> calls: one interval for each, however many checks spoke of it and in whatever order."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from guard_api.engine.calls import Call
from guard_api.engine.observations import CallSeen
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import CallState

_RINGING = CallState.RINGING
_OVER = (CallState.ENDED, CallState.NONE)
"""Members of enumerations are looked up by Python code, and here for all that a phone has told."""

_Open = dict[str | None, Call]
"""Calls that nothing has ended, by caller, in the order they began; some of them may be given up by now.

While there is one whose caller nobody saw, all reports belong to it, and so it is the only one; but beside one
that is known to go over the internet, others may ring.
"""


def calls_of(seen: Sequence[CallSeen], tuning: Tuning, as_of: datetime) -> list[Call]:
    """Assemble calls from reports, which are sorted by time."""
    calls: list[Call] = []
    open_calls: _Open = {}
    for report in seen:
        if report.state in _OVER:
            _end(report, open_calls, calls, tuning)
            continue
        call = _find(report, open_calls)
        if call is None:
            at = report.at
            call = Call(report, at, at, as_of, tuning, at, as_of, listed=report.listed)
            calls.append(call)
            _file(call, open_calls)
        elif call.caller is None and report.caller is not None:
            del open_calls[None]
            call.about = report
            _file(call, open_calls)
        _go_on(call, report)
    for call in calls:
        call.settle()
    return calls


def _file(call: Call, open_calls: _Open) -> None:
    # One of the same caller that was given up would keep its old place.
    open_calls.pop(call.caller, None)
    open_calls[call.caller] = call


def _find(report: CallSeen, open_calls: _Open) -> Call | None:
    """Find the open call that a report speaks of: the same caller, or either side not seen."""
    for caller in _may_mean(report, open_calls):
        call = open_calls.get(caller)
        if call is not None and report.at <= call.reach and not _rings_beside(report, call):
            return None if _rings_anew(report, call) else call
    return None


def _may_mean(report: CallSeen, open_calls: _Open) -> Iterable[str | None]:
    """Give whose call a report may be about, the likeliest first."""
    if report.caller is not None:
        return report.caller, None
    if report.voip:
        return None, *(caller for caller, call in reversed(open_calls.items()) if call.about.voip)
    return reversed(open_calls)


def _rings_beside(report: CallSeen, call: Call) -> bool:
    """Whether a number is told that is none of the open call's: one over the internet shows none."""
    return call.caller is None and report.caller is not None and call.about.voip and not report.voip


def _rings_anew(report: CallSeen, call: Call) -> bool:
    """Whether it rings again long after a call of which nothing was told but that it rang: that was another one."""
    return report.state is _RINGING and call.answered is None and not call.glimpsed and report.at > call.cap


def _goes_on_beside(report: CallSeen, call: Call) -> bool:
    """Whether what ended over the internet is another call than this one."""
    internet = report.voip and report.state is CallState.ENDED
    return internet and call.caller is not None and not call.about.voip


def _go_on(call: Call, report: CallSeen) -> None:
    if report.caller is not None:
        # An admin may list a number, or take it off, while it calls.
        call.listed = report.listed
    call.last = report.last
    if report.known is not None:
        _learn(call, report)
    state = report.state
    if call.answered is None and state is not _RINGING:
        call.answered = report.at
    if state is not None:
        call.glimpsed = False


def _learn(call: Call, report: CallSeen) -> None:
    """Note whether a contact calls. Who was none at first and is one now was saved on the caller's own request."""
    if report.known is not None:
        call.known = report.known and call.known is not False


def _end(report: CallSeen, open_calls: _Open, calls: list[Call], tuning: Tuning) -> None:
    """End the call of that number, or all calls when no number is told; an unknown one ends where it began.

    What ends over the internet is none of the calls that showed a number and did not go over it.
    """
    if report.state is CallState.NONE or report.caller is None:
        over = [call for call in open_calls.values() if not _goes_on_beside(report, call)]
        ended = [call for call in over if report.at <= call.reach]
        for done in over:
            del open_calls[done.caller]
    else:
        call = _find(report, open_calls)
        if call is None:
            at = report.at
            call = Call(report, at, at, at, tuning, at, at, listed=report.listed, answered=at)
            calls.append(call)
        else:
            del open_calls[call.caller]
        if call.caller is None:
            call.about, call.listed = report, report.listed
        ended = [call]
    for call in ended:
        call.ended = report.at
        _learn(call, report)
