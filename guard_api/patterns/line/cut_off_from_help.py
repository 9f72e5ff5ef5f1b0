"""Beside a stranger, or while calls go to him, help cannot come: barred, silenced or missed.

Why: whoever is being defrauded is called by the anti-fraud centre and by the bank; that call must not ring (routine 7).
Looks alike: do-not-disturb at night, flight mode in a plane, one missed call of 96110, barring of calls abroad, a bank
whose advertising is blocked, another dialer from the store: none of these has a stranger beside it. A meeting that was
over when the taxi driver rang was not shown to him.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, either, follows, still_on, together
from guard_api.engine.signals import AROUND, FORWARDED_FIRST, STRANGERS_OR_UNSEEN, Kind

_CUT_OFF = (Kind.CALLS_BARRED, Kind.HARD_TO_REACH, Kind.OFFICIAL_CALL_MISSED)
_WITHOUT_HELP = either(
    follows(AROUND, _CUT_OFF),
    together(Kind.LINE_DIVERTED, _CUT_OFF),
    both(
        together(Kind.FORWARDING_ON, _CUT_OFF),
        still_on(STRANGERS_OR_UNSEEN, Kind.FORWARDING_ON, after=timedelta(0), lead=FORWARDED_FIRST),
    ),
)

_SHARED = both(
    together(_CUT_OFF, Kind.SCREEN_SHARED),
    follows((*AROUND, Kind.FORWARDING_ON, Kind.LINE_DIVERTED), Kind.SCREEN_SHARED),
)

PATTERN = Pattern(
    id="cut_off_from_help",
    routine=7,
    shape=either(both(_WITHOUT_HELP, _SHARED), _WITHOUT_HELP),
    weight=97,
    subsumes=("forwarding_for_stranger", "forwarding_left_on"),
    graded_by=_CUT_OFF,
    corroboration=_SHARED,
    solo_factor=0.6,
    advice=("hang_up", "stop_share", "cancel_forwarding", "other_phone", "call_police", "no_transfer"),
)
