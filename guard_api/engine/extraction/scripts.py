"""What a message asks is believed more once it is done: the bank's app is opened, a code is scanned to pay."""

from datetime import timedelta

from msgspec.structs import replace

from guard_api.engine.signals import STRANGERS, Kind, Signal
from guard_api.engine.tuning import Tuning
from guard_api.messages.reader import Ask

_DONE = frozenset({Kind.FINANCE_APP_IN_FRONT, Kind.EVERYDAY_LINK, Kind.BROUGHT_APP_INSTALLED})
"""What messages of all kinds of fraud come to: money that is moved or paid, an app that is loaded."""


def weigh_scripts(signals: list[Signal], tuning: Tuning) -> list[Signal]:
    """Believe a message more that is followed by what it asks: by itself a warning, and no more beside a stranger."""
    acts = [one.since for one in signals if one.kind in _DONE]
    if not acts:
        return signals
    strength = tuning.script_beside_stranger if any(one.kind in STRANGERS for one in signals) else 1.0
    return [
        replace(one, strength=max(one.strength, strength))
        if one.kind is Kind.SCRIPTED_MESSAGE and any(one.since <= act <= one.end + _reach(one, tuning) for act in acts)
        else one
        for one in signals
    ]


def _reach(script: Signal, tuning: Tuning) -> timedelta:
    return tuning.plea_followed if script.detail == Ask.HELP_SOMEBODY else tuning.script_followed
