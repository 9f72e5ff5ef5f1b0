"""Money leaves, or a loan is paid out, while a stranger is on the line, or in his episode beside other signs.

Why: this is the loss itself, and it mostly goes in several transfers: the second one can be stopped (routine 8).
Looks alike: rent that is paid some time after a courier rang, and what people pay in a day.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import either, follows, together
from guard_api.engine.signals import ANYBODY, SIGNS, STRANGERS_OR_UNSEEN, Kind

_MONEY = (Kind.MONEY_OUT, Kind.LOAN_PAID_OUT)
PATTERN = Pattern(
    id="money_leaves_for_stranger",
    routine=8,
    shape=either(
        follows(STRANGERS_OR_UNSEEN, Kind.MONEY_OUT, gap=timedelta(minutes=2)),
        follows(STRANGERS_OR_UNSEEN, Kind.LOAN_PAID_OUT, gap=timedelta(minutes=5)),
        together(ANYBODY, _MONEY, (*SIGNS, Kind.FORWARDING_SWITCHED_ON)),
    ),
    weight=90,
    graded_by=Kind.MONEY_OUT,
    advice=("hang_up", "call_bank", "call_police", "no_transfer"),
    notice=("take_time", "no_transfer"),
)
