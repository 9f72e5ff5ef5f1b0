"""Money leaves, or a loan is paid out, while a stranger is on the line, or in his episode beside other signs.

Why: this is the loss itself, and it mostly goes in several transfers: the second one can be stopped (routine 8).
Looks alike: rent that is paid some time after a courier rang, and what people pay in a day: the code that was scanned
to pay, the code that confirms it and the shop's own app are that payment, and show nothing of a stranger. What was paid
before he came was not for him, nor was what nobody saw, after a meeting.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, either, follows
from guard_api.engine.signals import ANYBODY, SIGNS, STRANGERS_OR_UNSEEN, Kind

_MONEY = (Kind.MONEY_OUT, Kind.LOAN_PAID_OUT)
_OWN = (Kind.CODE_RECEIVED, Kind.LOAN_APP_USED, Kind.SCREEN_SHARED)
_OTHER_SIGNS = (*(sign for sign in SIGNS if sign not in _OWN), Kind.FORWARDING_SWITCHED_ON)
_SHOWN = follows(Kind.SCREEN_SHARED, _MONEY, gap=timedelta(minutes=5))

PATTERN = Pattern(
    id="money_leaves_for_stranger",
    routine=8,
    shape=either(
        follows(STRANGERS_OR_UNSEEN, Kind.MONEY_OUT, gap=timedelta(minutes=2)),
        follows(STRANGERS_OR_UNSEEN, Kind.LOAN_PAID_OUT, gap=timedelta(minutes=5)),
        both(follows(ANYBODY, _MONEY), either(follows(_OTHER_SIGNS, _MONEY), _SHOWN)),
    ),
    weight=90,
    graded_by=Kind.MONEY_OUT,
    subsumes=("fraud_link", "finance_app_while_stranger_talks"),
    advice=("hang_up", "call_bank", "call_police", "no_transfer"),
    notice=("take_time", "no_transfer"),
)
