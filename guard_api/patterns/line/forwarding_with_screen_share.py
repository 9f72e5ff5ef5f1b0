"""Call forwarding is switched on for a stranger who also sees the screen.

Why: once the code has been read off the screen, the caller diverts the victim's calls so that the bank's
call-back never rings (routine 7).
Looks alike: a relative setting up a new phone over a video call, who is a contact.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import together
from guard_api.engine.signals import ANYBODY, Kind

PATTERN = Pattern(
    id="forwarding_with_screen_share",
    routine=7,
    shape=together(ANYBODY, Kind.SCREEN_SHARED, (Kind.FORWARDING_SWITCHED_ON, Kind.LINE_DIVERTED)),
    weight=95,
    subsumes=(
        "screen_share_with_stranger",
        "sharing_app_installed_for_stranger",
        "forwarding_for_stranger",
        "forwarding_left_on",
    ),
    advice=("hang_up", "stop_share", "cancel_forwarding", "call_bank", "call_police"),
)
