"""A bank, payment or loan app is in front while the screen is shared with a stranger.

Why: this is where accounts, passwords and codes are read off the screen (routines 3 and 8).
Looks alike: a bank's own staff never asks for a shared screen; relatives are contacts. Beside a contact of some weeks
only, as advisers on investments are, it is a warning.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, follows, overlapping
from guard_api.engine.signals import AROUND, Kind

PATTERN = Pattern(
    id="finance_app_on_shared_screen",
    routine=3,
    shape=both(
        follows((*AROUND, Kind.RECENT_CONTACT_ON_THE_LINE), Kind.SCREEN_SHARED),
        overlapping(Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT),
    ),
    weight=85,
    graded_by=Kind.SCREEN_SHARED,
    corroboration=follows(AROUND, Kind.SCREEN_SHARED),
    solo_factor=0.65,
    subsumes=(
        "fraud_link",
        "hidden_caller",
        "finance_app_while_stranger_talks",
        "screen_share_with_stranger",
        "sharing_app_installed_for_stranger",
    ),
    advice=("hang_up", "stop_share", "call_bank", "change_password", "no_transfer"),
)
