"""The number stands on a blocklist.

Why: others have reported or registered it before; fraud weighs more than the other categories.
Looks alike: a number that has since been given to somebody else: entries carry their source and date.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import together
from guard_api.engine.signals import Kind

PATTERN = Pattern(
    id="listed_caller",
    routine=0,
    shape=together(Kind.LISTED_NUMBER),
    weight=60,
    graded_by=Kind.LISTED_NUMBER,
    advice=("hang_up", "no_secrets"),
    notice=("no_secrets",),
)
