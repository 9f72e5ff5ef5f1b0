"""A link is known for fraud, imitates an official site, forwards calls, or has the looks of a site made for a day.

Why: the victim is sent to a false bank or a false credit centre, and types in all that is needed (routine 4).
Looks alike: sites named with digits and fan sites of a brand; so looks alone are a notice until a stranger is there, or
somebody over the internet while the bank's app is open, or a code comes: then somebody has typed something in; or an
app is loaded that bears another's name or may act.
Codes that people scan every day, to pay at lunch, are nothing unless a stranger talks, and then a notice. So are names
that are put together for a day, unless a code comes at once, or an app from no store, or a stranger talks, or somebody
over the internet while the bank's app is open: then they are a warning.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import accompanied, both, either, follows, overlapping, together
from guard_api.engine.signals import STRANGERS, Kind

_SCANNED = follows(STRANGERS, Kind.EVERYDAY_LINK, gap=timedelta(minutes=5))
_TYPED_IN = follows(Kind.FRAUD_LINK, Kind.CODE_RECEIVED, gap=timedelta(minutes=15))
_LOADED = follows(Kind.FRAUD_LINK, (Kind.IMITATING_APP_INSTALLED, Kind.RIGHTS_GAINED), gap=timedelta(minutes=30))
_ODD = either(
    follows(Kind.ODD_LINK, (Kind.CODE_RECEIVED, Kind.BROUGHT_APP_INSTALLED), gap=timedelta(minutes=15)),
    follows(Kind.STRANGER_ON_THE_LINE, Kind.ODD_LINK, gap=timedelta(minutes=5)),
    both(
        follows(Kind.VOIP_CALL, Kind.ODD_LINK, gap=timedelta(minutes=5)),
        overlapping(Kind.VOIP_CALL, Kind.FINANCE_APP_IN_FRONT),
    ),
)
_TALKED_INTO = both(together(Kind.FRAUD_LINK, Kind.VOIP_CALL), overlapping(Kind.VOIP_CALL, Kind.FINANCE_APP_IN_FRONT))

PATTERN = Pattern(
    id="fraud_link",
    routine=4,
    shape=either(accompanied(Kind.FRAUD_LINK, STRANGERS), _ODD, _SCANNED),
    weight=90,
    graded_by=(Kind.FRAUD_LINK, Kind.ODD_LINK, Kind.EVERYDAY_LINK),
    corroboration=either(together(Kind.FRAUD_LINK, STRANGERS), _ODD, _SCANNED, _TALKED_INTO, _TYPED_IN, _LOADED),
    solo_factor=0.56,
    advice=("hang_up", "do_not_open", "entered_nothing", "verify_yourself"),
    notice=("look_twice", "entered_nothing"),
)
