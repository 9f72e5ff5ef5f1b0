"""Call forwarding is switched on while a stranger is on the line, or soon after, or just before.

Why: forwarded calls never ring here: bank and police cannot interrupt any more (routine 7).
Looks alike: forwarding to one's own second number or voicemail, which is no such signal at all.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import follows
from guard_api.engine.signals import FORWARDED_FIRST, STRANGERS_OR_UNSEEN, Kind

PATTERN = Pattern(
    id="forwarding_for_stranger",
    routine=7,
    shape=follows(STRANGERS_OR_UNSEEN, Kind.FORWARDING_SWITCHED_ON, lead=FORWARDED_FIRST),
    weight=90,
    graded_by=Kind.FORWARDING_SWITCHED_ON,
    advice=("hang_up", "cancel_forwarding", "call_bank", "call_police"),
)
