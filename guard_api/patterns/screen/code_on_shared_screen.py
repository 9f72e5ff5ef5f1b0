"""A code comes while a stranger sees the screen, or somebody logs in from another device at his time.

Why: with the code, whoever sees it moves the money, or logs in elsewhere (routines 3 and 8).
Looks alike: a code for the person's own shopping, which nobody watches, or which had expired when a courier rang.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, either, follows, overlapping
from guard_api.engine.signals import AROUND, Kind

PATTERN = Pattern(
    id="code_on_shared_screen",
    routine=8,
    shape=both(
        follows(AROUND, Kind.SCREEN_SHARED),
        either(
            both(overlapping(Kind.SCREEN_SHARED, Kind.CODE_RECEIVED), follows(AROUND, Kind.CODE_RECEIVED)),
            follows(Kind.SCREEN_SHARED, Kind.NEW_DEVICE_LOGIN),
        ),
    ),
    weight=88,
    graded_by=Kind.SCREEN_SHARED,
    subsumes=(
        "screen_share_with_stranger",
        "sharing_app_installed_for_stranger",
        "finance_app_while_stranger_talks",
    ),
    advice=("hang_up", "stop_share", "call_bank", "no_transfer", "change_password"),
)
