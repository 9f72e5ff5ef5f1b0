"""The displayed number dresses up as an official one, or is an official line that never calls anybody.

Why: the fraud begins with a number that looks like JD.com's or the central bank's (routine 1).
Looks alike: handsets that put +86 in front of every number, which is why that alone is only a notice.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import together
from guard_api.engine.signals import Kind

PATTERN = Pattern(
    id="spoofed_official_call",
    routine=1,
    shape=together(Kind.SPOOFED_OFFICIAL_NUMBER),
    weight=60,
    subsumes=("claimed_identity_mismatch", "unproven_identity_claim"),
    graded_by=Kind.SPOOFED_OFFICIAL_NUMBER,
    advice=("hang_up", "verify_yourself", "no_deletion"),
    notice=("no_secrets", "verify_yourself"),
)
