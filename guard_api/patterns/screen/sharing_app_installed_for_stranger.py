"""A meeting or remote-control app is installed while a stranger is on the line, or soon after.

Why: the caller needs it to see the screen, and sends the link to it (routine 3).
Looks alike: a new job or a doctor's video visit, announced by phone.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import follows
from guard_api.engine.signals import AROUND, Kind

PATTERN = Pattern(
    id="sharing_app_installed_for_stranger",
    routine=3,
    shape=follows(AROUND, Kind.SHARING_APP_INSTALLED),
    weight=55,
    advice=("do_not_share", "remove_app", "verify_yourself"),
)
