"""Finance apps are opened again and again for a stranger, or two different ones that lend money.

Why: victims are made to log in until they believe they are clearing themselves (routine 6).
Looks alike: a genuine call from one's bank, which is an official line and does not count here; a new phone on which all
apps are set up, while a courier rang some time before.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import at_least, either
from guard_api.engine.signals import STRANGERS, Kind

PATTERN = Pattern(
    id="repeated_finance_logins",
    routine=6,
    shape=either(
        at_least(
            3,
            Kind.FINANCE_APP_IN_FRONT,
            spacing=timedelta(hours=1),
            during=Kind.STRANGER_ON_THE_LINE,
            gap=timedelta(minutes=5),
        ),
        at_least(2, Kind.LOAN_APP_USED, spacing=timedelta(hours=1), during=STRANGERS),
    ),
    weight=55,
    advice=("close_bank_app", "no_transfer", "verify_yourself"),
)
