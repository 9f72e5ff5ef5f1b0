"""What a message asks is believed more once it is done: the bank's app is opened, a code is scanned to pay."""

from msgspec.structs import replace

from guard_api.engine.signals import STRANGERS, Kind, Signal
from guard_api.engine.tuning import Tuning

_DONE = frozenset({Kind.FINANCE_APP_IN_FRONT, Kind.EVERYDAY_LINK, Kind.BAIT_APP_INSTALLED})
"""What messages of all kinds of fraud come to: money that is moved or paid, an app that is loaded."""


def weigh_scripts(signals: list[Signal], tuning: Tuning) -> list[Signal]:
    """Believe a message more that is followed by what it asks: by itself a warning, and no more beside a stranger."""
    acts = [one.since for one in signals if one.kind in _DONE]
    if not acts:
        return signals
    strength = tuning.script_beside_stranger if any(one.kind in STRANGERS for one in signals) else 1.0
    return [
        replace(one, strength=max(one.strength, strength))
        if one.kind is Kind.SCRIPTED_MESSAGE
        and any(one.since <= act <= one.end + tuning.script_followed for act in acts)
        else one
        for one in signals
    ]
