"""Call forwarding that began with a stranger's call is still on when that call is long over.

It is remembered beyond the timeline, and warned of until it is off.

Why: as long as it is on, the bank's and the police's calls end up with the fraudster (routine 7).
Looks alike: forwarding that somebody set up without any stranger, which may stay on as long as they like.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import either, still_on, together
from guard_api.engine.signals import FORWARDED_FIRST, STRANGERS_OR_UNSEEN, Kind

PATTERN = Pattern(
    id="forwarding_left_on",
    routine=7,
    shape=either(
        still_on(STRANGERS_OR_UNSEEN, Kind.FORWARDING_ON, after=timedelta(minutes=20), lead=FORWARDED_FIRST),
        together(Kind.LINE_DIVERTED),
    ),
    weight=57,
    subsumes=("forwarding_for_stranger",),
    advice=("cancel_forwarding", "call_bank", "call_police"),
)
