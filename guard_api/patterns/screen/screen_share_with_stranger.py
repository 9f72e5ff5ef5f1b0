"""The screen is shared while a stranger is on the line, or soon after.

Why: a shared screen shows passwords and codes as they are typed; callers move on to the meeting app (routine
3).
Looks alike: a work meeting, which has no stranger's call beside it, or a relative who helps. What was over for half an
hour is none that a later caller sees.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, follows, together
from guard_api.engine.signals import AROUND, Kind

PATTERN = Pattern(
    id="screen_share_with_stranger",
    routine=3,
    shape=both(follows(AROUND, Kind.SCREEN_SHARED), together(Kind.SCREEN_SHARED)),
    weight=55,
    graded_by=Kind.SCREEN_SHARED,
    subsumes=("sharing_app_installed_for_stranger",),
    advice=("hang_up", "stop_share", "no_bank_app", "verify_yourself"),
)
