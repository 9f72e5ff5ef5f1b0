"""One stranger stays on the line or keeps calling back beside other signs; several hand over; secrecy is asked for.

Why: the victim is kept busy and hurried, and told to tell nobody, so that nobody else can be asked (routine 5).
Looks alike: a long call with an insurer or a tradesman, which has no other sign beside it and so adds nothing;
couriers, who call one after the other and are brief; a shop's customers, between whom there is a while.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import at_least, both, either, lasting, relay, together
from guard_api.engine.signals import STRANGERS, Kind

_HANDED_OVER = relay(3, STRANGERS, spacing=timedelta(minutes=45), each=timedelta(minutes=2), gap=timedelta(minutes=5))
_PRESSED = together(STRANGERS, Kind.PRESSURE)

PATTERN = Pattern(
    id="persistent_stranger",
    routine=5,
    shape=either(
        _PRESSED,
        _HANDED_OVER,
        both(
            either(
                lasting(STRANGERS, longer_than=timedelta(minutes=20)),
                at_least(3, STRANGERS, spacing=timedelta(hours=1)),
            ),
            together(
                STRANGERS,
                (Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT, Kind.FORWARDING_SWITCHED_ON, Kind.FRAUD_LINK),
            ),
        ),
    ),
    weight=52,
    graded_by=Kind.PRESSURE,
    corroboration=either(_PRESSED, _HANDED_OVER),
    solo_factor=0.29,
    advice=("take_time", "ask_family"),
)
