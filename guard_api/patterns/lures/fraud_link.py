"""A link is known for fraud, imitates an official site, forwards calls, or has the looks of a site made for a day.

Why: the victim is sent to a false bank or a false credit centre, and types in all that is needed (routine 4).
Looks alike: sites named with digits and fan sites of a brand; so looks alone are a notice until a stranger is there, or
somebody over the internet while the bank's app is open, or a code comes: then somebody has typed something in.
Codes that people scan every day, to pay at lunch, are nothing unless a stranger talks, and then a notice.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import accompanied, both, either, follows, overlapping, together
from guard_api.engine.signals import STRANGERS, Kind

_SCANNED = follows(STRANGERS, Kind.EVERYDAY_LINK, gap=timedelta(minutes=5))
_TYPED_IN = follows(Kind.FRAUD_LINK, Kind.CODE_RECEIVED, gap=timedelta(minutes=15))
_TALKED_INTO = both(together(Kind.FRAUD_LINK, Kind.VOIP_CALL), overlapping(Kind.VOIP_CALL, Kind.FINANCE_APP_IN_FRONT))

PATTERN = Pattern(
    id="fraud_link",
    routine=4,
    shape=either(accompanied(Kind.FRAUD_LINK, STRANGERS), _SCANNED),
    weight=90,
    graded_by=(Kind.FRAUD_LINK, Kind.EVERYDAY_LINK),
    corroboration=either(together(Kind.FRAUD_LINK, STRANGERS), _SCANNED, _TALKED_INTO, _TYPED_IN),
    solo_factor=0.56,
    advice=("hang_up", "do_not_open", "entered_nothing", "verify_yourself"),
    notice=("look_twice", "entered_nothing"),
)
