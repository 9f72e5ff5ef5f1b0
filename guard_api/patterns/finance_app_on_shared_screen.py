"""A bank, payment or loan app is in front while the screen is shared with a stranger.

Why: this is where accounts, passwords and codes are read off the screen (routines 3 and 8).
Looks alike: a bank's own staff never asks for a shared screen; relatives are contacts.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, follows, overlapping
from guard_api.engine.signals import STRANGERS, Kind

PATTERN = Pattern(
    id="finance_app_on_shared_screen",
    routine=3,
    shape=both(follows(STRANGERS, Kind.SCREEN_SHARED), overlapping(Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT)),
    weight=85,
    subsumes=(
        "screen_share_with_stranger",
        "sharing_app_installed_for_stranger",
    ),
    advice=("hang_up", "stop_share", "call_bank", "change_password", "no_transfer"),
)
