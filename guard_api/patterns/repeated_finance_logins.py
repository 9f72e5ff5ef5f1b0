"""Bank, payment or loan apps are opened again and again for a stranger.

Why: victims are made to log in until they believe they are clearing themselves (routine 6).
Looks alike: a genuine call from one's bank, which is an official line and does not count here; a new phone on which all
apps are set up, while a courier rang some time before.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import at_least
from guard_api.engine.signals import Kind

PATTERN = Pattern(
    id="repeated_finance_logins",
    routine=6,
    shape=at_least(
        3,
        Kind.FINANCE_APP_IN_FRONT,
        spacing=timedelta(hours=1),
        during=Kind.STRANGER_ON_THE_LINE,
        gap=timedelta(minutes=5),
    ),
    weight=55,
    advice=("close_bank_app", "no_transfer", "verify_yourself"),
)
