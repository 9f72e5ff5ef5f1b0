"""Call forwarding is switched on while a stranger is on the line, or soon after, or just before.

Why: forwarded calls never ring here: bank and police cannot interrupt any more (routine 7).
Looks alike: forwarding to one's own second number or voicemail, which is no such signal at all; whoever is on call sets
it some time after a stranger's call, by itself, which is a notice and a question.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import either, follows, together
from guard_api.engine.signals import ANYBODY, FORWARDED_FIRST, SIGNS, STRANGERS_OR_UNSEEN, Kind

PATTERN = Pattern(
    id="forwarding_for_stranger",
    routine=7,
    shape=either(
        follows(ANYBODY, Kind.FORWARDING_SWITCHED_ON, lead=FORWARDED_FIRST),
        together(Kind.FORWARDING_UNWANTED, Kind.FORWARDING_SWITCHED_ON),
    ),
    weight=90,
    graded_by=Kind.FORWARDING_SWITCHED_ON,
    corroboration=either(
        follows(STRANGERS_OR_UNSEEN, Kind.FORWARDING_SWITCHED_ON, lead=FORWARDED_FIRST, gap=timedelta(minutes=5)),
        together(Kind.FORWARDING_SWITCHED_ON, Kind.FORWARDING_UNWANTED),
        together(Kind.FORWARDING_SWITCHED_ON, ANYBODY, (*SIGNS, Kind.FINANCE_APP_IN_FRONT)),
    ),
    solo_factor=0.45,
    advice=("hang_up", "cancel_forwarding", "call_bank", "call_police"),
)
