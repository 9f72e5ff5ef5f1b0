"""One stranger stays on the line or keeps calling back, and other signs are there.

Why: the victim is kept busy and hurried, so that nobody else can be asked (routine 5).
Looks alike: a long call with an insurer or a tradesman, which has no other sign beside it and so adds nothing.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import at_least, both, either, lasting, together
from guard_api.engine.signals import STRANGERS, Kind

PATTERN = Pattern(
    id="persistent_stranger",
    routine=5,
    shape=both(
        either(
            lasting(STRANGERS, longer_than=timedelta(minutes=20)),
            at_least(3, STRANGERS, spacing=timedelta(hours=1)),
        ),
        together(
            STRANGERS,
            (Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT, Kind.FORWARDING_SWITCHED_ON, Kind.FRAUD_LINK),
        ),
    ),
    weight=15,
    advice=("take_time", "ask_family"),
)
