"""A bank app is open on a shared screen, and calls are sent to a stranger, or a link or app is there that he brought.

Why: the talk has moved into a meeting or chat, where no phone sees who calls; the rest has no innocent reading
(routines 3 and 7).
Looks alike: a treasurer who shows the bank's app in a company's meeting, which has none of the other signs. An app that
merely came from no store is a warning while a call over the internet goes on, else a notice.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, overlapping, together
from guard_api.engine.signals import Kind

_BROUGHT = (
    Kind.FORWARDING_TO_STRANGER,
    Kind.FRAUD_LINK,
    Kind.IMITATING_APP_INSTALLED,
    Kind.RIGHTS_GAINED,
    Kind.BROUGHT_APP_INSTALLED,
)

PATTERN = Pattern(
    id="hidden_caller",
    routine=3,
    shape=both(
        together(
            Kind.SCREEN_SHARED,
            Kind.FINANCE_APP_IN_FRONT,
            _BROUGHT,
        ),
        overlapping(Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT),
    ),
    weight=90,
    graded_by=(Kind.FRAUD_LINK, Kind.BROUGHT_APP_INSTALLED),
    corroboration=overlapping(Kind.SCREEN_SHARED, Kind.VOIP_CALL),
    solo_factor=0.65,
    subsumes=("fraud_link",),
    advice=("leave_meeting", "stop_share", "call_bank", "cancel_forwarding", "no_transfer", "call_police"),
)
