"""The caller says to be an organisation, and the number is none that it calls from.

Why: whoever really speaks for a bank calls from the bank's line (routines 1 and 2).
Looks alike: couriers, who do call from their own phones; the directory says so of them.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import together
from guard_api.engine.signals import Kind

PATTERN = Pattern(
    id="claimed_identity_mismatch",
    routine=1,
    shape=together(Kind.FALSE_IDENTITY),
    weight=55,
    advice=("hang_up", "verify_yourself", "no_deletion"),
)
