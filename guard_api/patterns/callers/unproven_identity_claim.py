"""The caller says to be an authority or a company that phones from lines of its own, and the number is a mobile's.

Why: courts, regulators and platforms do not phone from mobiles; whoever says so on one mostly is none of theirs
(routine 1). Nor do they ask for a code on the phone, wherever they phone from.
Looks alike: an official who phones from his own mobile, so by itself it is a notice; one who phones from an office;
couriers and drivers, whom the directory lets phone from any number.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import accompanied, either, overlapping, together
from guard_api.engine.signals import Kind

_OTHER_SIGNS = (
    Kind.SCREEN_SHARED,
    Kind.SHARING_APP_INSTALLED,
    Kind.FINANCE_APP_IN_FRONT,
    Kind.FORWARDING_SWITCHED_ON,
    Kind.FRAUD_LINK,
    Kind.EVERYDAY_LINK,
    Kind.SCRIPTED_MESSAGE,
    Kind.LISTED_NUMBER,
    Kind.IMPOSSIBLE_NUMBER,
    Kind.CODE_RECEIVED,
    Kind.PRESSURE,
    Kind.BROUGHT_APP_INSTALLED,
    Kind.IMITATING_APP_INSTALLED,
    Kind.LOAN_APP_USED,
)

_CONTRADICTED = overlapping(Kind.CLAIMED_AUTHORITY, Kind.CODE_RECEIVED)

PATTERN = Pattern(
    id="unproven_identity_claim",
    routine=1,
    shape=either(accompanied(Kind.UNPROVEN_IDENTITY, _OTHER_SIGNS), _CONTRADICTED),
    weight=55,
    corroboration=either(together(Kind.UNPROVEN_IDENTITY, _OTHER_SIGNS), _CONTRADICTED),
    solo_factor=0.45,
    advice=("hang_up", "verify_yourself", "no_deletion"),
    notice=("verify_yourself",),
)
