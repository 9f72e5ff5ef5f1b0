"""Call forwarding that began with a stranger's call is still on when that call is long over.

It is remembered beyond the timeline, and warned of until it is off.

Why: as long as it is on, the bank's and the police's calls end up with the fraudster (routine 7).
Looks alike: forwarding that somebody set up without any stranger, which may stay on as long as they like.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, either, still_on, together
from guard_api.engine.signals import ANYBODY, FORWARDED_FIRST, SIGNS, STRANGERS_OR_UNSEEN, Kind

_LONG_OVER = timedelta(minutes=20)

PATTERN = Pattern(
    id="forwarding_left_on",
    routine=7,
    shape=either(
        still_on(STRANGERS_OR_UNSEEN, Kind.FORWARDING_ON, _LONG_OVER, FORWARDED_FIRST, gap=timedelta(minutes=5)),
        both(
            still_on(STRANGERS_OR_UNSEEN, Kind.FORWARDING_ON, _LONG_OVER, FORWARDED_FIRST),
            together(Kind.FORWARDING_ON, ANYBODY, (*SIGNS, Kind.FINANCE_APP_IN_FRONT)),
        ),
        together(Kind.LINE_DIVERTED),
    ),
    weight=57,
    subsumes=("forwarding_for_stranger",),
    advice=("cancel_forwarding", "call_bank", "call_police"),
)
